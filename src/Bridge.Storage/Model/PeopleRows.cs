using Bridge.Access;

namespace Bridge.Storage.Model;

/// <summary>Somebody who signs in; of a local person with what they prove it by.</summary>
public sealed class PersonRow
{
    public required string Issuer { get; set; }

    public required string Id { get; set; }

    /// <summary>The folded login of a local person, which is theirs alone; null for others, whose logins can come to somebody else.</summary>
    public string? LocalLogin { get; set; }

    public required string Login { get; set; }

    public required string Name { get; set; }

    public Role? Role { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? SignedInAt { get; set; }

    public string? PasswordHash { get; set; }

    public string? TotpKey { get; set; }

    /// <summary>The time step of the one-time password that was used last; none up to it is taken again (RFC 6238 §5.2).</summary>
    public long TotpStep { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>A passkey (W3C Web Authentication) of a local person.</summary>
public sealed class PasskeyRow
{
    /// <summary>The credential id, in base64url.</summary>
    public required string Id { get; set; }

    public required string PersonId { get; set; }

    public required string Name { get; set; }

    /// <summary>Its public key and what else is known of it, in JSON.</summary>
    public required string Data { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A code that stands in for the second factor once.</summary>
public sealed class RecoveryCodeRow
{
    public required string PersonId { get; set; }

    public required byte[] Hash { get; set; }
}

/// <summary>A browser in which somebody is signed in.</summary>
public sealed class SessionRow
{
    public required Guid Id { get; set; }

    public required byte[] Hash { get; set; }

    public required string Issuer { get; set; }

    public required string PersonId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    public DateTimeOffset ProvedAt { get; set; }

    public DateTimeOffset EndsAt { get; set; }

    public required string Address { get; set; }

    public required string Agent { get; set; }

    public string? GitLabToken { get; set; }
}

/// <summary>A link by which somebody becomes a local person, or one chooses new proofs.</summary>
public sealed class InvitationRow
{
    public required byte[] Hash { get; set; }

    public Role Role { get; set; }

    public bool First { get; set; }

    public required string Author { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The id of the local person who chooses new proofs by it.</summary>
    public string? PersonId { get; set; }
}

/// <summary>A key of ASP.NET Core Data Protection, wrapped by the key-encryption key.</summary>
public sealed class ProtectionKeyRow
{
    public required string Name { get; set; }

    public required byte[] Wrapped { get; set; }
}
