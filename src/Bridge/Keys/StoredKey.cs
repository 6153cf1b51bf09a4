using System.Collections.Immutable;

namespace Bridge.Keys;

/// <summary>
/// A signing key as it is stored: one row for each algorithm and generation, so two nodes that rotate at once make one key.
/// The private part is wrapped by the key-encryption key, which the store never has.
/// </summary>
public sealed record StoredKey
{
    /// <summary>RFC 7638 thumbprint of the public key.</summary>
    public required string KeyId { get; init; }

    /// <summary><c>RS256</c> or <c>ES256</c> (RFC 7518 §3.1).</summary>
    public required string Algorithm { get; init; }

    /// <summary>1 for the first key of its algorithm.</summary>
    public required int Generation { get; init; }

    public required DateTimeOffset AnnouncedAt { get; init; }

    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>When the next generation takes over; null while none was made.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The public key as a JWK (RFC 7517).</summary>
    public required string PublicJwk { get; init; }

    /// <summary>The PKCS#8 private key, wrapped by the key-encryption key.</summary>
    public required ImmutableArray<byte> WrappedPrivateKey { get; init; }

    /// <summary>The state at <paramref name="now"/>.</summary>
    public KeyState State(DateTimeOffset now) =>
        RevokedAt is not null ? KeyState.Revoked
        : now >= RemovedAt ? KeyState.Removed
        : now >= RetiredAt ? KeyState.Retired
        : now >= ActiveAt ? KeyState.Active
        : KeyState.Announced;
}
