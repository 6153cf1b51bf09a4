using System.Text.Json;
using Bridge.Keys;

namespace Bridge.Server.Admin.Keys;

/// <summary>A signing key as the API shows it; never its private part.</summary>
/// <param name="Kid">Its RFC 7638 thumbprint.</param>
/// <param name="Algorithm"><c>RS256</c> or <c>ES256</c>.</param>
/// <param name="Generation">1 for the first key of its algorithm.</param>
/// <param name="State"><c>announced</c>, <c>active</c>, <c>retired</c>, <c>removed</c> or <c>revoked</c>.</param>
/// <param name="AnnouncedAt">Since when it is published.</param>
/// <param name="ActiveAt">Since when it signs.</param>
/// <param name="RetiredAt">When it signs no more.</param>
/// <param name="RemovedAt">When it is published no more.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="PublicJwk">The public key (RFC 7517).</param>
internal sealed record KeyView(
    string Kid,
    string Algorithm,
    int Generation,
    string State,
    DateTimeOffset AnnouncedAt,
    DateTimeOffset ActiveAt,
    DateTimeOffset? RetiredAt,
    DateTimeOffset? RemovedAt,
    DateTimeOffset? RevokedAt,
    JsonElement PublicJwk)
{
    public static KeyView Of(StoredKey key, DateTimeOffset now) => new(
        key.KeyId, key.Algorithm, key.Generation, key.State(now).ToString().ToLowerInvariant(), key.AnnouncedAt, key.ActiveAt, key.RetiredAt, key.RemovedAt, key.RevokedAt,
        JsonElement.Parse(key.PublicJwk));
}
