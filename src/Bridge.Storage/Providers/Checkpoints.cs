using System.Data.Common;

namespace Bridge.Storage.Providers;

/// <summary>A connection that brings a write-ahead log back into its file.</summary>
/// <param name="Frames">Does it in a mode, and gives how many pages the log holds.</param>
internal sealed record Checkpoint(DbConnection Connection, Func<string, long> Frames) : IDisposable
{
    public void Dispose() => Connection.Dispose();
}

/// <summary>
/// Brings a write-ahead log back into its file, in the background. A pass beside the writer copies what is there but can never
/// start the log anew while new pages come; so where the log has grown long, a second pass, short after the first, takes the
/// writer's turn.
/// </summary>
internal sealed class Checkpoints : IAsyncDisposable
{
    private const long EveryBytes = 8L << 20;
    private const long LongestFrames = 8192;
    private const long LongestFile = 256L << 20;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly string log;
    private readonly Func<Checkpoint> open;
    private readonly Func<CancellationToken, ValueTask<IDisposable?>> enterWrite;
    private readonly SemaphoreSlim wanted = new(0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private long written;

    public Checkpoints(string log, Func<Checkpoint> open, Func<CancellationToken, ValueTask<IDisposable?>> enterWrite)
    {
        (this.log, this.open, this.enterWrite) = (log, open, enterWrite);
        loop = Task.Run(RunAsync);
    }

    public void Wrote(long bytes)
    {
        if (Interlocked.Add(ref written, bytes) < EveryBytes)
            return;
        Interlocked.Exchange(ref written, 0);
        wanted.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
        wanted.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var asked = await wanted.WaitAsync(Idle, stop.Token);
                await PassAsync(idle: !asked);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (Outage.Is(exception))
            {
                // The log keeps what is committed; the next pass tries again.
            }
        }
    }

    private async Task PassAsync(bool idle)
    {
        var file = new FileInfo(log);
        if (!file.Exists || (idle && file.Length < EveryBytes))
            return;
        using var checkpoint = open();
        var frames = checkpoint.Frames("PASSIVE");
        if (!idle && frames < LongestFrames)
            return;
        // What came while the pass ran goes back now, so that the writer waits only for what comes meanwhile.
        checkpoint.Frames("PASSIVE");
        using var turn = await enterWrite(stop.Token);
        checkpoint.Frames(idle || file.Length > LongestFile ? "TRUNCATE" : "RESTART");
    }
}
