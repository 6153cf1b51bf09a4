using System.Collections.Immutable;
using Bridge.Keys;
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
