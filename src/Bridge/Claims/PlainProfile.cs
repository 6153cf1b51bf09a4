using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>An ordinary OAuth resource server or OpenID Connect service: the mapped claims as they are.</summary>
public sealed class PlainProfile : Profile
{
    public override string Name => "plain";

    public override TokenType DefaultTokenType => TokenType.AccessToken;

    public override bool EnrolledProjects => false;

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings) => mapped;
}
