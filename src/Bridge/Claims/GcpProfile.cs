using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// Google Cloud's workload identity federation. Its limits are those of the IAM API's WorkloadIdentityPoolProvider
/// (<c>google.subject</c> has at most 127 bytes, an allowed audience at most 256 characters) and of the Security Token
/// Service's <c>token</c> method, which takes RS256 and ES256, an <c>iat</c> in the past, and less time from <c>iat</c> to
/// <c>exp</c> than any token of Bridge lives.
/// </summary>
public sealed class GcpProfile : Profile
{
    public override string Name => "gcp";

    public override int MaximumSubjectBytes => 127;

    public override int LongestAudience => 256;

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings) => mapped;
}
