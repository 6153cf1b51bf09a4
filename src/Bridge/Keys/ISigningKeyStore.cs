using System.Collections.Immutable;

namespace Bridge.Keys;

/// <summary>The wall to where signing keys are kept.</summary>
public interface ISigningKeyStore
{
    /// <summary>
    /// Changes the keys in one transaction that holds the revision and raises it: <paramref name="change"/> gets all keys and
    /// gives all keys as they shall be; it may be called again after a conflict. Nothing is written where it gives what it got.
    /// </summary>
    Task<ImmutableArray<StoredKey>> ChangeAsync(Func<ImmutableArray<StoredKey>, ImmutableArray<StoredKey>> change, string author, CancellationToken ct);
}
