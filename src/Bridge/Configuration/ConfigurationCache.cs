namespace Bridge.Configuration;

/// <summary>
/// Holds the configuration in force on this node. That it is the newest is not its promise: the recording transaction checks
/// the revision, and who was decided under an older one refreshes here and decides again.
/// </summary>
public sealed class ConfigurationCache(IConfigurationStore store, Func<ConfigurationSource, ConfigurationInForce> compile, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile ConfigurationInForce? current;
    private long checkedAt;

    /// <summary>The configuration as last read; read now if it never was.</summary>
    public ValueTask<ConfigurationInForce> CurrentAsync(CancellationToken ct) =>
        current is { } known ? ValueTask.FromResult(known) : new(RefreshAsync(ct));

    /// <summary>The configuration as of at most <paramref name="age"/> ago; an older one while the database is out of reach.</summary>
    public async ValueTask<ConfigurationInForce> NoOlderThanAsync(TimeSpan age, CancellationToken ct)
    {
        if (current is not { } known)
            return await RefreshAsync(ct);
        if (time.GetElapsedTime(Volatile.Read(ref checkedAt)) <= age)
            return known;
        try
        {
            return await RefreshAsync(ct);
        }
        catch (StoreUnavailableException)
        {
            return known;
        }
    }

    /// <summary>The configuration of the revision that is stored now.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach, or what it holds does not compile.</exception>
    public async Task<ConfigurationInForce> RefreshAsync(CancellationToken ct)
    {
        var asked = time.GetTimestamp();
        await gate.WaitAsync(ct);
        try
        {
            // Another caller may have read it after this one asked.
            if (current is not { } known || (Volatile.Read(ref checkedAt) < asked && await store.RevisionAsync(ct) != known.Revision))
                current = known = compile(await store.ReadAsync(ct));
            Volatile.Write(ref checkedAt, time.GetTimestamp());
            return known;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
