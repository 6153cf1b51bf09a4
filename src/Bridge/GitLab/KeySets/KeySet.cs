using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.GitLab.KeySets;

/// <summary>The usable keys of one fetched JWK Set (RFC 7517 §5). It is never changed, only replaced whole.</summary>
internal sealed class KeySet
{
    /// <summary>Longest document, in bytes.</summary>
    public const int MaximumLength = 256 * 1024;

    private const int MaximumKeys = 50;

    // What a set of others says stands in pages and logs: long enough to find the key, too short to fill them.
    private const int LongestShownId = 80;

    private readonly FrozenDictionary<string, IssuerKey> keys;

    private KeySet(FrozenDictionary<string, IssuerKey> keys, ImmutableArray<string> skipped) => (this.keys, Skipped) = (keys, skipped);

    public int Count => keys.Count;

    /// <summary>What of the document does not serve, and why.</summary>
    public ImmutableArray<string> Skipped { get; }

    public IssuerKey? Find(string keyId) => keys.GetValueOrDefault(keyId);

    /// <summary>
    /// The set that <paramref name="utf8"/> holds. A key that does not fit is skipped (RFC 7517 §5), but two keys of one
    /// <c>kid</c> make the whole set ambiguous, and a set without a usable key is none.
    /// </summary>
    public static KeySet Read(ReadOnlyMemory<byte> utf8, string source)
    {
        if (utf8.Length > MaximumLength)
            throw new UnusableKeySetException($"{source} is longer than {MaximumLength / 1024} KiB");
        if (!StrictJson.TryObject(utf8, out var set) || !set.TryGetProperty("keys", out var members) || members.ValueKind != JsonValueKind.Array)
            throw new UnusableKeySetException($"{source} is not a JWK Set: a JSON object of distinct members with the array keys");
        if (members.GetArrayLength() > MaximumKeys)
            throw new UnusableKeySetException($"{source} has more than {MaximumKeys} keys");
        var usable = new Dictionary<string, IssuerKey>(StringComparer.Ordinal);
        var skipped = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members.EnumerateArray())
        {
            var id = member.ValueKind == JsonValueKind.Object && member.TryText("kid", out var kid) ? kid : null;
            if (id is not null && !seen.Add(id))
                throw new UnusableKeySetException($"{source} has two keys of the kid {Shown(id)}");
            try
            {
                var key = JwkReader.Read(member);
                usable.Add(key.KeyId, key);
            }
            catch (UnusableKeySetException e)
            {
                skipped.Add($"{(id is null ? "a key" : "the key " + Shown(id))}: {e.Message}");
            }
        }

        return usable.Count > 0 ? new(usable.ToFrozenDictionary(StringComparer.Ordinal), skipped.ToImmutable())
            : throw new UnusableKeySetException($"{source} has no usable key{(skipped.Count > 0 ? "; " + string.Join("; ", skipped) : "")}");
    }

    private static string Shown(string id) => id.Length <= LongestShownId ? id : id[..LongestShownId] + "...";
}
