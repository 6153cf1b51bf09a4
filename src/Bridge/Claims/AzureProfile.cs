using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// Microsoft Entra's workload identity federation. It verifies RS256 alone ("Important considerations and restrictions for
/// federated identity credentials"). Its federatedIdentityCredential holds one audience of at most 600 characters, usually
/// <c>api://AzureADTokenExchange</c>, and a subject of at most 600, which none of Bridge reaches.
/// </summary>
public sealed class AzureProfile : Profile
{
    // Entra of the public cloud, of the US government's and of China's.
    private static readonly string[] UsualAudiences = ["api://AzureADTokenExchange", "api://AzureADTokenExchangeUSGov", "api://AzureADTokenExchangeChina"];

    public override string Name => "azure";

    public override int LongestAudience => 600;

    public override IReadOnlyList<string> Algorithms => ["RS256"];

    public override string? Doubt(string audience, string algorithm) =>
        UsualAudiences.Contains(audience) ? null : $"the audience of a federated credential usually is {UsualAudiences[0]}";

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings) => mapped;
}
