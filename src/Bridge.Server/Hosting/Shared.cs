namespace Bridge.Server.Hosting;

/// <summary>
/// A value that many ask for and one makes: anew once it is older than <paramref name="age"/>, whoever asks meanwhile waits
/// for the same making. Where that takes long or fails, the value before it serves, so a database that hangs stops nobody.
/// </summary>
internal sealed class Shared<T>(Func<CancellationToken, Task<T>> make, TimeSpan age, TimeProvider time) : IDisposable
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private volatile Dated? latest;
    private Task<Dated>? flight;

    public async ValueTask<T> GetAsync()
    {
        var known = latest;
        if (known is not null && time.GetElapsedTime(known.At) < age)
            return known.Value;
        var making = Join();
        if (known is null)
            return (await making).Value;
        try
        {
            return (await making.WaitAsync(Patience, TimeProvider.System)).Value;
        }
        catch (Exception) when (!closing.IsCancellationRequested)
        {
            return known.Value;
        }
    }

    public void Dispose()
    {
        closing.Cancel();
        closing.Dispose();
    }

    private Task<Dated> Join()
    {
        lock (gate)
            return flight ??= Task.Run(MakeAsync);
    }

    private async Task<Dated> MakeAsync()
    {
        try
        {
            var at = time.GetTimestamp();
            return latest = new Dated(await make(closing.Token), at);
        }
        finally
        {
            lock (gate)
                flight = null;
        }
    }

    private sealed record Dated(T Value, long At);
}
