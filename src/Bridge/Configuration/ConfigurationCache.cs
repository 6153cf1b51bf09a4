namespace Bridge.Configuration;

/// <summary>
/// Holds the configuration in force on this node. That it is the newest is not its promise: the recording transaction checks
/// the revision, and who was decided under an older one refreshes here and decides again.
/// </summary>
public sealed class ConfigurationCache(IConfigurationStore store, Func<ConfigurationSource, ConfigurationInForce> compile, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile ConfigurationInForce? current;
    private volatile Failure? failure;
    private long checkedAt;

    // Callers and readings are counted in one order, so that which came first is no matter of a clock's resolution.
    private long order;
    private long reading;

    private sealed record Failure(long Reading, long At, StoreUnavailableException Exception);

    /// <summary>The configuration as last read; read now if it never was.</summary>
    public ValueTask<ConfigurationInForce> CurrentAsync(CancellationToken ct) =>
        current is { } known ? ValueTask.FromResult(known) : new(RefreshAsync(ct));

    /// <summary>The configuration as of at most <paramref name="age"/> ago; an older one while the database is out of reach.</summary>
    public async ValueTask<ConfigurationInForce> NoOlderThanAsync(TimeSpan age, CancellationToken ct)
    {
        if (current is not { } known)
            return await RefreshAsync(ct);
        // In an outage one caller in a while waits for the database in vain, and not every caller after the other.
        if (time.GetElapsedTime(Volatile.Read(ref checkedAt)) <= age || (failure is { } last && time.GetElapsedTime(last.At) <= age))
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
        var asked = Interlocked.Increment(ref order);
        await gate.WaitAsync(ct);
        try
        {
            // What another caller read serves this one too, but only where that reading began after this one asked: one that was
            // under way may have missed the very change that this caller met.
            if (current is { } known && reading > asked)
                return known;
            if (failure is { } shared && shared.Reading > asked)
                throw new StoreUnavailableException(shared.Exception.Message, shared.Exception);
            return await ReadAsync(ct);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<ConfigurationInForce> ReadAsync(CancellationToken ct)
    {
        var (began, at) = (Interlocked.Increment(ref order), time.GetTimestamp());
        try
        {
            if (current is not { } known || await store.RevisionAsync(ct) != known.Revision)
                current = known = Compile(await store.ReadAsync(ct));
            reading = began;
            failure = null;
            Volatile.Write(ref checkedAt, at);
            return known;
        }
        catch (StoreUnavailableException e)
        {
            failure = new Failure(began, time.GetTimestamp(), e);
            throw;
        }
    }

    private ConfigurationInForce Compile(ConfigurationSource source)
    {
        try
        {
            return compile(source);
        }
        catch (Exception e) when (e is not StoreUnavailableException)
        {
            throw new StoreUnavailableException($"The stored configuration of revision {source.Revision} cannot be used: {e.Message}", e);
        }
    }
}
