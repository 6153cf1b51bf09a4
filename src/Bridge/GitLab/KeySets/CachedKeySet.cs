namespace Bridge.GitLab.KeySets;

/// <summary>
/// The key set of one issuer and what is known of fetching it. At most one fetch is under way; who needs its result waits
/// for it, and who stops waiting does not stop it. Times are compared so that a clock set back makes things due, never fresh.
/// </summary>
internal sealed class CachedKeySet(Issuer issuer, TimeProvider time, CancellationToken closing)
{
    /// <summary>After this long a set is fetched anew, whatever its cache headers said: so long may a withdrawn key live on.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(15);

    /// <summary>By so much the background is ahead of the requests, which then need not wait.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RestBesideASet = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RestWithoutASet = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private volatile Fetched? fetched;
    private Task? flight;
    private DateTimeOffset? lastAttempt;
    private DateTimeOffset? lastSearch;
    private UnusableKeySetException? lastFailure;

    private sealed record Fetched(KeySet Set, DateTimeOffset At);

    private bool IsUploaded => issuer.Keys.Uploaded is not null;

    /// <summary>The key, or null beside a usable set without it.</summary>
    public ValueTask<IssuerKey?> FindAsync(string keyId, CancellationToken ct) =>
        fetched is { } known && IsFresh(known, time.GetUtcNow(), FreshFor) && known.Set.Find(keyId) is { } key ? new(key) : SearchAsync(keyId, ct);

    /// <summary>Fetches the set if it is due or soon will be; ends when that attempt has, well or not.</summary>
    public Task RefreshAsync()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var due = Usable(now) is { } usable
                ? !IsFresh(usable, now, FreshFor - Ahead) && (lastFailure is null || IsOver(lastAttempt, RestBesideASet, now))
                : IsOver(lastAttempt, RestWithoutASet, now);
            return flight ?? (due ? Start() : Task.CompletedTask);
        }
    }

    public KeySetHealth Health()
    {
        lock (gate)
        {
            var usable = Usable(time.GetUtcNow());
            return new(issuer.Id, usable is not null, fetched?.At, lastAttempt, lastFailure?.Message, usable?.Set.Count ?? 0, usable?.Set.Skipped ?? []);
        }
    }

    private async ValueTask<IssuerKey?> SearchAsync(string keyId, CancellationToken ct)
    {
        await FlightFor(keyId).WaitAsync(ct);
        lock (gate)
        {
            return Usable(time.GetUtcNow()) is { } usable ? usable.Set.Find(keyId) : throw new KeysUnavailableException(issuer.Id, lastFailure);
        }
    }

    // The fetch that a search must wait for; a completed task where there is none.
    private Task FlightFor(string keyId)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (Usable(now) is not { } usable)
                return flight ?? (IsOver(lastAttempt, RestWithoutASet, now) ? Start() : Task.CompletedTask);
            var rested = lastFailure is null || IsOver(lastAttempt, RestBesideASet, now);
            if (!IsFresh(usable, now, FreshFor))
            {
                if (flight is null && rested)
                    _ = Start();
                // While GitLab is out of reach the old set serves, and nobody waits out the limit of a fetch for it.
                if (lastFailure is null)
                    return flight ?? Task.CompletedTask;
            }

            if (usable.Set.Find(keyId) is not null || IsUploaded)
                return Task.CompletedTask;
            // Anybody can name unknown keys, so they cause one fetch a minute and no more.
            if (flight is null && rested && IsOver(lastSearch, RestBesideASet, now))
            {
                lastSearch = now;
                return Start();
            }

            return flight ?? Task.CompletedTask;
        }
    }

    private Task Start()
    {
        // No request owns the fetch: neither its cancellation nor its trace.
        using (ExecutionContext.SuppressFlow())
            return flight = Task.Run(AttemptAsync, CancellationToken.None);
    }

    private async Task AttemptAsync()
    {
        var started = time.GetUtcNow();
        KeySet? set = null;
        UnusableKeySetException? failure = null;
        try
        {
            set = await KeyFetch.FetchAsync(issuer, time, closing);
        }
        catch (UnusableKeySetException e)
        {
            failure = e;
        }
        catch (Exception e)
        {
            failure = new($"the fetch failed ({e.GetType().Name})", e);
        }

        lock (gate)
        {
            if (set is not null)
                fetched = new(set, started);
            (lastFailure, lastAttempt, flight) = (failure, time.GetUtcNow(), null);
        }
    }

    private Fetched? Usable(DateTimeOffset now) =>
        fetched is { } known && (IsUploaded || now - known.At <= (issuer.Keys.Outlive > FreshFor ? issuer.Keys.Outlive : FreshFor)) ? known : null;

    private bool IsFresh(Fetched known, DateTimeOffset now, TimeSpan limit) => IsUploaded || (known.At <= now && now - known.At < limit);

    private static bool IsOver(DateTimeOffset? since, TimeSpan rest, DateTimeOffset now) => since is not { } then || now < then || now - then >= rest;
}
