namespace Bridge.Simulator.SignIn;

/// <summary>A user of the simulated instance.</summary>
/// <param name="Id">GitLab's id, which never changes.</param>
/// <param name="Username">What they are called in paths; a user can change it.</param>
/// <param name="Name">What they are called.</param>
public sealed record SimulatedUser(long Id, string Username, string Name)
{
    /// <summary><c>active</c> or <c>blocked</c>; who is blocked signs in nowhere.</summary>
    public string State { get; init; } = "active";

    /// <summary>When they last typed their password; null is now. An ID token says it as <c>auth_time</c>.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}

/// <summary>That somebody belongs to a project: directly, by a group above it, or by a group that was invited.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="UserId">The user.</param>
/// <param name="AccessLevel">10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner.</param>
public sealed record SimulatedMembership(long ProjectId, long UserId, int AccessLevel)
{
    /// <summary>The last day, as <c>yyyy-MM-dd</c>, or null.</summary>
    public string? ExpiresAt { get; init; }

    /// <summary><c>active</c> or <c>awaiting</c>.</summary>
    public string State { get; init; } = "active";
}
