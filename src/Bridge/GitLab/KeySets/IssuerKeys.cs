using System.Collections.Concurrent;

namespace Bridge.GitLab.KeySets;

/// <summary>
/// The cached key sets of all issuers. A set is fetched when first needed, anew every quarter of an hour, and once a minute
/// at most for a key that it lacks; the last good one outlives an outage of GitLab as long as its issuer says. Fetches hold
/// no connection, so a set whose issuer is gone or was changed needs no more than to be dropped.
/// </summary>
public sealed class IssuerKeys(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<Issuer, CachedKeySet> sets = new(SameKeys.Comparer);
    private readonly CancellationTokenSource closing = new();
    private volatile bool closed;

    /// <summary>The key of <paramref name="issuer"/> with exactly this <c>kid</c>, or null.</summary>
    /// <exception cref="KeysUnavailableException">No usable key set of the issuer can be had.</exception>
    public ValueTask<IssuerKey?> FindAsync(Issuer issuer, string keyId, CancellationToken ct) => SetOf(issuer).FindAsync(keyId, ct);

    /// <summary>
    /// Fetches what is due, or soon will be, of the enabled ones of all <paramref name="issuers"/>, and drops the sets of every
    /// other. It keeps to the same rests as requests do, so it may be called every few seconds; a failed fetch is not thrown
    /// but stands in <see cref="Health()"/>.
    /// </summary>
    public async Task RefreshAsync(IEnumerable<Issuer> issuers, CancellationToken ct)
    {
        var current = issuers.ToHashSet(SameKeys.Comparer);
        foreach (var known in sets.Keys)
        {
            if (!current.Contains(known))
                sets.TryRemove(known, out _);
        }

        await Task.WhenAll(current.Where(issuer => issuer.Enabled).Select(issuer => SetOf(issuer).RefreshAsync())).WaitAsync(ct);
    }

    /// <summary>How each set stands that was asked for so far.</summary>
    public IReadOnlyCollection<KeySetHealth> Health() => [.. sets.Values.Select(set => set.Health())];

    /// <summary>How the set of <paramref name="issuer"/> stands, or null if it was never asked for.</summary>
    public KeySetHealth? Health(Issuer issuer) => sets.TryGetValue(issuer, out var set) ? set.Health() : null;

    /// <summary>Ends the fetches under way.</summary>
    public void Dispose()
    {
        if (closed)
            return;
        closed = true;
        closing.Cancel();
        closing.Dispose();
    }

    private CachedKeySet SetOf(Issuer issuer)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        return sets.TryGetValue(issuer, out var set) ? set : sets.GetOrAdd(issuer, wanted => new(wanted, time, closing.Token));
    }
}
