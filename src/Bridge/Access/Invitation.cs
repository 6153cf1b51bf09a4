using System.Collections.Immutable;

namespace Bridge.Access;

/// <summary>A one-time link by which somebody becomes a local person, or a local administrator chooses new proofs. Of the link there is only a hash.</summary>
/// <param name="Hash">The SHA-256 of the link's secret.</param>
/// <param name="Role">What they will be.</param>
/// <param name="First">Whether it makes the first administrator: such a link is void once there is one.</param>
/// <param name="Author">Who made it.</param>
/// <param name="ExpiresAt">When it is void.</param>
public sealed record Invitation(ImmutableArray<byte> Hash, Role Role, bool First, string Author, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>The local administrator whose proofs it replaces, all of them; null where it makes a new person.</summary>
    public Person? Recovers { get; init; }
}
