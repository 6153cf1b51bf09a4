using System.Text.Json;
using Bridge.Claims;
using Bridge.Records;

namespace Bridge.DryRuns;

/// <summary>How two tokens of one job differ beside their <c>sub</c>: by names, without what every job has of its own.</summary>
internal static class GrantDifference
{
    /// <summary>The claims that differ: <c>+added</c>, <c>-removed</c>, <c>~changed</c>.</summary>
    public static string OfClaims(Grant before, Grant after)
    {
        if (SameClaims(before.Claims.AsSpan(), after.Claims.AsSpan()))
            return "";
        var old = before.Claims.ToDictionary(claim => claim.Name, claim => claim.Value, StringComparer.Ordinal);
        var fresh = after.Claims.ToDictionary(claim => claim.Name, claim => claim.Value, StringComparer.Ordinal);
        var parts = fresh.Keys.Except(old.Keys, StringComparer.Ordinal).Select(name => "+" + name)
            .Concat(old.Keys.Except(fresh.Keys, StringComparer.Ordinal).Select(name => "-" + name))
            .Concat(old.Keys.Where(name => fresh.TryGetValue(name, out var value) && !Same(old[name], value)).Select(name => "~" + name));
        return string.Join(", ", parts.OrderBy(part => part[1..], StringComparer.Ordinal));
    }

    /// <summary>What else the token is good for.</summary>
    public static string OfTerms(Grant before, Grant after)
    {
        var (old, fresh) = (before.RelyingParty, after.RelyingParty);
        if ((old.Id, old.Audience, old.Algorithm, before.TokenType, before.ExpiresAt) == (fresh.Id, fresh.Audience, fresh.Algorithm, after.TokenType, after.ExpiresAt)
            && before.Scopes.AsSpan().SequenceEqual(after.Scopes.AsSpan()))
            return "";
        string?[] parts =
        [
            Part("relying party", old.Id, fresh.Id),
            Part("audience", old.Audience, fresh.Audience),
            Part("type", before.TokenType.Word(), after.TokenType.Word()),
            Part("scopes", Scopes(before), Scopes(after)),
            Part("algorithm", old.Algorithm, fresh.Algorithm),
            before.ExpiresAt == after.ExpiresAt ? null : before.ExpiresAt < after.ExpiresAt ? "longer lifetime" : "shorter lifetime",
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    private static string? Part(string name, string before, string after) => before == after ? null : $"{name} {before} → {after}";

    private static string Scopes(Grant grant) => grant.Scopes.IsEmpty ? "none" : string.Join(' ', grant.Scopes);

    // Nearly all tokens are the same on both sides; they need no search by name.
    private static bool SameClaims(ReadOnlySpan<IssuedClaim> before, ReadOnlySpan<IssuedClaim> after)
    {
        for (var i = 0; i < before.Length && i < after.Length; i++)
        {
            if (before[i].Name != after[i].Name || !Same(before[i].Value, after[i].Value))
                return false;
        }

        return before.Length == after.Length;
    }

    private static bool Same(IssuedValue before, IssuedValue after) => (before, after) switch
    {
        (IssuedValue.Texts old, IssuedValue.Texts fresh) => old.Values.AsSpan().SequenceEqual(fresh.Values.AsSpan()),
        (IssuedValue.Json old, IssuedValue.Json fresh) => JsonElement.DeepEquals(old.Element, fresh.Element),
        _ => before == after,
    };
}
