using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// A Kubernetes API server. It takes <c>username</c> and <c>groups</c> for who the caller is, so both begin with the relying
/// party's prefix: no job can become a user or group that others made, least of all one of the cluster's own, which begin
/// with <c>system:</c>.
/// </summary>
public sealed class KubernetesProfile : Profile
{
    private const string Username = "username";
    private const string Groups = "groups";

    public override string Name => "kubernetes";

    public override bool Prefixes => true;

    public override string? PrefixMistake(string prefix) => prefix.Length == 0 ? "kubernetes needs a prefix for user and group names, such as \"gitlab:\""
        : prefix.StartsWith("system:", StringComparison.OrdinalIgnoreCase) ? "a prefix cannot begin with system:, which is the cluster's own"
        // Behind "sys" the group "tem:masters" would be the cluster's own.
        : "system:".StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? "a prefix cannot be the beginning of system:, which a value could complete"
        : null;

    // "Authenticating", kube-apiserver's flags: --oidc-signing-algs is RS256 where nothing is said.
    public override string? Doubt(string audience, string algorithm) =>
        algorithm == "RS256" ? null : $"an API server with --oidc- flags verifies {algorithm} only if --oidc-signing-algs names it";

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, JobFacts facts, string subject, ProfileSettings settings)
    {
        var username = mapped.FirstOrDefault(claim => claim.Name == Username)?.Value ?? new IssuedValue.Text(subject);
        if (username is not IssuedValue.Text { Value: { Length: > 0 } name })
            return new Refused(Reason.MappedClaimInvalid, Username, "one text that is not empty");
        if (!Names(mapped, Groups).Is(out var groups, out var refused))
            return refused;
        return mapped.RemoveAll(claim => Owns(claim.Name))
            .Add(new IssuedClaim(Username, new IssuedValue.Text(settings.Prefix + name)))
            .Add(new IssuedClaim(Groups, new IssuedValue.Texts([.. groups.Select(group => settings.Prefix + group)])));
    }

    protected override bool Owns(string claim) => claim is Username or Groups;
}
