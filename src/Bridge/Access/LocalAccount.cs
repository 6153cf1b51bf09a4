namespace Bridge.Access;

/// <summary>What a local person proves with.</summary>
public sealed record LocalAccount
{
    public required Person Person { get; init; }

    /// <summary>As ASP.NET Core Identity's hasher writes it: PBKDF2 with salt and count.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>The key of their one-time passwords (RFC 6238), encrypted; null where a passkey is the only second factor.</summary>
    public string? ProtectedTotpKey { get; init; }

    /// <summary>Wrong attempts since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>Until when no attempt is looked at.</summary>
    public DateTimeOffset? LockedUntil { get; init; }
}
