using System.Collections.Immutable;

namespace Bridge.Keys;

/// <summary>The signing keys of one revision. Which of them signs or is published is a matter of the time alone.</summary>
public sealed class KeyRing(ImmutableArray<SigningKey> keys)
{
    public ImmutableArray<SigningKey> All { get; } = keys;

    /// <summary>
    /// The key that signs with an algorithm at <paramref name="now"/>, or null. On a clock that is behind the one that made the
    /// first key, or the successor of a revoked one, nothing is active yet: then the key that is next signs already.
    /// </summary>
    public SigningKey? Active(string algorithm, DateTimeOffset now) => Newest(algorithm, KeyState.Active, now) ?? All
        .Where(key => key.Stored.Algorithm == algorithm && key.Stored.State(now) == KeyState.Announced)
        .MinBy(key => key.Stored.ActiveAt);

    /// <summary>The keys of the published set, newest generation first.</summary>
    public IEnumerable<SigningKey> Published(DateTimeOffset now) => All
        .Where(key => key.Stored.State(now) is KeyState.Announced or KeyState.Active or KeyState.Retired)
        .OrderByDescending(key => key.Stored.Generation);

    private SigningKey? Newest(string algorithm, KeyState state, DateTimeOffset now)
    {
        SigningKey? newest = null;
        foreach (var key in All)
        {
            if (key.Stored.Algorithm == algorithm && key.Stored.State(now) == state && key.Stored.Generation > (newest?.Stored.Generation ?? 0))
                newest = key;
        }

        return newest;
    }
}
