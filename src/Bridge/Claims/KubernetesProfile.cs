using System.Collections.Immutable;
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

    public override TokenType DefaultTokenType => TokenType.Jwt;

    public override IReadOnlyList<string> OwnClaims => [Username, Groups];

    public override bool Prefixes => true;

    public override string? PrefixMistake(string prefix) => prefix.Length == 0 ? "kubernetes needs a prefix for user and group names, such as \"gitlab:\""
        : prefix.StartsWith("system:", StringComparison.OrdinalIgnoreCase) ? "a prefix cannot begin with system:, which is the cluster's own"
        // Behind "sys" the group "tem:masters" would be the cluster's own.
        : "system:".StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? "a prefix cannot be the beginning of system:, which a value could complete"
        : null;

    public override Outcome<ImmutableArray<IssuedClaim>> Shape(ImmutableArray<IssuedClaim> mapped, string subject, string prefix)
    {
        var username = mapped.FirstOrDefault(claim => claim.Name == Username)?.Value ?? new IssuedValue.Text(subject);
        if (username is not IssuedValue.Text { Value: { Length: > 0 } name })
            return new Refused(Reason.MappedClaimInvalid, Username, "one text that is not empty");
        if (!GroupNames(mapped).Is(out var groups, out var refused))
            return refused;
        return mapped.RemoveAll(claim => claim.Name is Username or Groups)
            .Add(new IssuedClaim(Username, new IssuedValue.Text(prefix + name)))
            .Add(new IssuedClaim(Groups, new IssuedValue.Texts([.. groups.Select(group => prefix + group)])));
    }

    private static Outcome<ImmutableArray<string>> GroupNames(ImmutableArray<IssuedClaim> mapped) => mapped.FirstOrDefault(claim => claim.Name == Groups)?.Value switch
    {
        null => ImmutableArray<string>.Empty,
        IssuedValue.Text text => ImmutableArray.Create(text.Value),
        IssuedValue.Texts texts => texts.Values,
        IssuedValue.Json { Element: { ValueKind: System.Text.Json.JsonValueKind.Array } array } when array.EnumerateArray().All(item => item.ValueKind == System.Text.Json.JsonValueKind.String)
            => array.EnumerateArray().Select(item => item.GetString()!).ToImmutableArray(),
        _ => new Refused(Reason.MappedClaimInvalid, Groups, "an array of texts"),
    };
}
