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

    private const string Prefix = "token:";

    /// <summary>Who calls with it.</summary>
    public Caller Caller => new($"{Prefix}{Id}", Right, Reach);

    /// <summary>The id of the token that the change log writes so; null for what is no token.</summary>
    public static Guid? OfAuthor(string author) => author.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParse(author[Prefix.Length..], out var id) ? id : null;

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}
