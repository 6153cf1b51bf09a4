using System.Collections.Immutable;

namespace Bridge.Keys;

/// <summary>The signing keys of one revision. Which of them signs or is published is a matter of the time alone.</summary>
public sealed class KeyRing(ImmutableArray<SigningKey> keys)
{
    public ImmutableArray<SigningKey> All { get; } = keys;

    /// <summary>The key that signs with an algorithm at <paramref name="now"/>, or null.</summary>
    public SigningKey? Active(string algorithm, DateTimeOffset now) => All
        .Where(key => key.Stored.Algorithm == algorithm && key.Stored.State(now) == KeyState.Active)
        .MaxBy(key => key.Stored.Generation);

    /// <summary>The keys of the published set, newest generation first.</summary>
    public IEnumerable<SigningKey> Published(DateTimeOffset now) => All
        .Where(key => key.Stored.State(now) is KeyState.Announced or KeyState.Active or KeyState.Retired)
        .OrderByDescending(key => key.Stored.Generation);
}
