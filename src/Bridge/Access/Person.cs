namespace Bridge.Access;

/// <summary>Somebody who signs in to the admin pages.</summary>
public sealed record Person
{
    public required PersonId Id { get; init; }

    /// <summary>What a local person signs in with; of others, what GitLab called them last.</summary>
    public required string Login { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for whoever is at most a maintainer.</summary>
    public Role? Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When they last signed in.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}
