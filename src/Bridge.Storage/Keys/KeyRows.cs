using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Bridge.Configuration.History;
using Bridge.Keys;
using Bridge.Storage.Configuration;
using Bridge.Storage.Model;

namespace Bridge.Storage.Keys;

/// <summary>Signing keys to rows and back.</summary>
internal static class KeyRows
{
    public static SigningKeyRow Of(StoredKey key) => new()
    {
        Algorithm = key.Algorithm,
        Generation = key.Generation,
        KeyId = key.KeyId,
        AnnouncedAt = key.AnnouncedAt,
        ActiveAt = key.ActiveAt,
        RetiredAt = key.RetiredAt,
        RemovedAt = key.RemovedAt,
        RevokedAt = key.RevokedAt,
        PublicJwk = key.PublicJwk,
        WrappedPrivateKey = [.. key.WrappedPrivateKey],
    };

    public static StoredKey Read(SigningKeyRow row) => new()
    {
        KeyId = row.KeyId,
        Algorithm = row.Algorithm,
        Generation = row.Generation,
        AnnouncedAt = row.AnnouncedAt,
        ActiveAt = row.ActiveAt,
        RetiredAt = row.RetiredAt,
        RemovedAt = row.RemovedAt,
        RevokedAt = row.RevokedAt,
        PublicJwk = row.PublicJwk,
        WrappedPrivateKey = [.. row.WrappedPrivateKey],
    };

    /// <summary>What happened between two lists of keys, for the change log; empty where nothing did.</summary>
    public static ImmutableArray<string> Difference(ImmutableArray<StoredKey> before, ImmutableArray<StoredKey> after)
    {
        var old = before.ToDictionary(Name);
        var added = after.Where(key => !old.ContainsKey(Name(key))).Select(key => $"+ signing key {Describe(key)}");
        var changed = after.Where(key => old.TryGetValue(Name(key), out var was) && !Same(was, key)).Select(key => $"~ signing key {Describe(key)}: {Changes(old[Name(key)], key)}");
        var gone = before.ExceptBy(after.Select(Name), Name).Select(key => $"- signing key {Describe(key)}");
        return [.. added, .. changed, .. gone];
    }

    /// <summary>What happened between two lists of keys, for the history. A key that is older than it was at version 1.</summary>
    public static IEnumerable<ChangeItem> Items(ImmutableArray<StoredKey> before, ImmutableArray<StoredKey> after, IReadOnlyDictionary<string, int> last)
    {
        var (old, now) = (before.ToDictionary(Id, StringComparer.Ordinal), after.ToDictionary(Id, StringComparer.Ordinal));
        foreach (var id in old.Keys.Concat(now.Keys).Distinct())
        {
            var (was, key) = (old.GetValueOrDefault(id), now.GetValueOrDefault(id));
            if (was is null || key is null || !Same(was, key))
                yield return new ChangeItem(ChangeItem.SigningKeys, id, last.GetValueOrDefault(id, was is null ? 0 : 1) + 1, Json(was), Json(key));
        }
    }

    /// <summary>What the history knows a key by.</summary>
    public static string Id(StoredKey key) => $"{key.Algorithm}/{key.Generation}";

    /// <summary>What the history keeps of a key: of the private one, wrapped as it is, only what shows that it was wrapped anew.</summary>
    public static string? Json(StoredKey? key) => key is null ? null : ItemJson.Write(new
    {
        key.KeyId,
        key.Algorithm,
        key.Generation,
        key.AnnouncedAt,
        key.ActiveAt,
        key.RetiredAt,
        key.RemovedAt,
        key.RevokedAt,
        PublicJwk = JsonElement.Parse(key.PublicJwk),
        WrappedPrivateKeySha256 = Convert.ToHexStringLower(SHA256.HashData(key.WrappedPrivateKey.AsSpan())),
    });

    private static (string, int) Name(StoredKey key) => (key.Algorithm, key.Generation);

    private static string Describe(StoredKey key) => $"{key.Algorithm} generation {key.Generation} ({key.KeyId})";

    // A record compares an immutable array by its reference.
    private static bool Same(StoredKey one, StoredKey other) =>
        one.WrappedPrivateKey.AsSpan().SequenceEqual(other.WrappedPrivateKey.AsSpan()) && one == other with { WrappedPrivateKey = one.WrappedPrivateKey };

    private static string Changes(StoredKey was, StoredKey key)
    {
        List<string> changes = [];
        Add("announced", was.AnnouncedAt, key.AnnouncedAt);
        Add("active", was.ActiveAt, key.ActiveAt);
        Add("retired", was.RetiredAt, key.RetiredAt);
        Add("removed", was.RemovedAt, key.RemovedAt);
        Add("revoked", was.RevokedAt, key.RevokedAt);
        if (!was.WrappedPrivateKey.AsSpan().SequenceEqual(key.WrappedPrivateKey.AsSpan()))
            changes.Add("wrapped anew");
        return string.Join(", ", changes);

        void Add(string name, DateTimeOffset? from, DateTimeOffset? to)
        {
            if (from != to)
                changes.Add(to is null ? $"no longer {name}" : $"{name} {to.Value.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}");
        }
    }
}
