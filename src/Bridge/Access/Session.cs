using System.Collections.Immutable;

namespace Bridge.Access;

/// <summary>One browser in which somebody is signed in. Of its cookie there is only a hash.</summary>
public sealed record Session
{
    /// <summary>By which it is listed and ended; it opens nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>The SHA-256 of the cookie's value.</summary>
    public required ImmutableArray<byte> Hash { get; init; }

    public required PersonId Person { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When the person last showed that it is they: a password with a second factor, a passkey, or GitLab's sign-in.</summary>
    public required DateTimeOffset ProvedAt { get; init; }

    /// <summary>When it ends, however much it is used.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Where it began.</summary>
    public required string Address { get; init; }

    /// <summary>The browser, in its own words.</summary>
    public required string Agent { get; init; }

    /// <summary>The person's own access token of GitLab, encrypted; it is never shown.</summary>
    public string? ProtectedGitLabToken { get; init; }

    public bool IsGood(DateTimeOffset now, TimeSpan idle) => now < EndsAt && now < SeenAt + idle;
}
