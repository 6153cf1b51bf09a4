namespace Bridge.Access;

/// <summary>An API token as Bridge keeps it: everything but the token, of which there is only a hash.</summary>
public sealed record ApiToken
{
    /// <summary>The longest that a token can live.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(365);

    public required Guid Id { get; init; }

    /// <summary>What people know it by; need not be unique.</summary>
    public required string Name { get; init; }

    public required Right Right { get; init; }

    public required Reach Reach { get; init; }

    /// <summary>Who made it.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who calls with it.</summary>
    public Caller Caller => new($"token:{Id}", Right, Reach);

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
