namespace Bridge.Storage.Model;

/// <summary>Where a project was when it was last granted a token, or confirmed.</summary>
public sealed class ProjectPinRow
{
    public required string Issuer { get; set; }

    public required string ProjectId { get; set; }

    public required string NamespaceId { get; set; }

    public required string Path { get; set; }

    public DateTimeOffset PathIssuedAt { get; set; }
}

/// <summary>A path that belongs to the project that was first granted a token under it.</summary>
public sealed class BurnedPathRow
{
    public required string Issuer { get; set; }

    /// <summary>Folded.</summary>
    public required string Path { get; set; }

    public required string ProjectId { get; set; }
}

/// <summary>How many exchanges of one hour came to one end (<see cref="Bridge.Storage.Records.ExchangeCounts"/>).</summary>
public sealed class ExchangeHourRow
{
    /// <summary>Its beginning.</summary>
    public DateTimeOffset Hour { get; set; }

    /// <summary>The reason of the refusal; empty for grants.</summary>
    public required string Reason { get; set; }

    public long Count { get; set; }
}

/// <summary>A CI token that was used.</summary>
public sealed class ReplayMarkRow
{
    public required string Issuer { get; set; }

    /// <summary>SHA-256 of the token's <c>jti</c>: one length, whatever an issuer puts there.</summary>
    public required byte[] TokenHash { get; set; }

    public required string RelyingParty { get; set; }

    public DateTimeOffset Until { get; set; }
}

/// <summary>A signing key, its private part wrapped.</summary>
public sealed class SigningKeyRow
{
    public required string Algorithm { get; set; }

    public int Generation { get; set; }

    public required string KeyId { get; set; }

    public DateTimeOffset AnnouncedAt { get; set; }

    public DateTimeOffset ActiveAt { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public DateTimeOffset? RemovedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public required string PublicJwk { get; set; }

    public required byte[] WrappedPrivateKey { get; set; }
}
