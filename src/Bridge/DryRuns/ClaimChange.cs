using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.DryRuns;

/// <summary>A claim of the issued token that a draft adds, removes or changes, as JSON text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">Its value in force; null where there is none.</param>
/// <param name="After">Its value under the draft; null where there is none.</param>
public sealed record ClaimChange(string Name, string? Before, string? After)
{
    /// <summary>What differs between the claims of two tokens, in the order of the first.</summary>
    public static ImmutableArray<ClaimChange> Between(string? before, string? after)
    {
        var (old, fresh) = (Read(before), Read(after));
        return [.. old.Keys.Concat(fresh.Keys).Distinct(StringComparer.Ordinal)
            .Select(name => new ClaimChange(name, old.GetValueOrDefault(name), fresh.GetValueOrDefault(name)))
            .Where(change => change.Before != change.After)];
    }

    private static OrderedDictionary<string, string> Read(string? claims)
    {
        var read = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        if (claims is null)
            return read;
        using var document = JsonDocument.Parse(claims);
        foreach (var claim in document.RootElement.EnumerateObject())
            read.Add(claim.Name, claim.Value.GetRawText());
        return read;
    }
}
