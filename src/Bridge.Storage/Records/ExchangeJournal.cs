using System.Threading.Channels;
using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Projects;
using Bridge.Storage.Providers;
using Microsoft.Extensions.Logging;

namespace Bridge.Storage.Records;

/// <summary>
/// The journal with group commit. Callers put entries into a queue; a writer takes all that is there, never waits for more, and
/// writes it in one transaction with one fsync. So a single exchange waits for one fsync, and many share it.
/// </summary>
internal sealed partial class ExchangeJournal : IExchangeJournal, IAsyncDisposable
{
    private readonly Channel<PendingEntry> queue;
    private readonly Provider provider;
    private readonly KnownProjects known;
    private readonly TimeProvider time;
    private readonly JournalMetrics metrics;
    private readonly ILogger logger;
    private readonly int batchSize;
    private readonly Task[] writers;
    private int failing;

    public ExchangeJournal(Provider provider, KnownProjects known, StorageOptions options, TimeProvider time, ILogger<ExchangeJournal> logger)
    {
        (this.provider, this.known, this.time, this.logger, batchSize) = (provider, known, time, logger, options.BatchSize);
        queue = Channel.CreateBounded<PendingEntry>(new BoundedChannelOptions(options.QueueLength) { SingleReader = provider.JournalWriters == 1 });
        metrics = new JournalMetrics(() => queue.Reader.Count);
        writers = [.. Enumerable.Range(0, provider.JournalWriters).Select(_ => Start())];
    }

    public ValueTask<CommitOutcome> CommitAsync(JournalEntry entry, CancellationToken ct)
    {
        var pending = new PendingEntry(entry, known);
        return queue.Writer.TryWrite(pending) ? new(pending.Outcome.WaitAsync(ct)) : WaitForRoomAsync(pending, ct);
    }

    /// <summary>Writes all that was put into the queue, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await Task.WhenAll(writers);
        metrics.Dispose();
    }

    private async ValueTask<CommitOutcome> WaitForRoomAsync(PendingEntry pending, CancellationToken ct)
    {
        try
        {
            await queue.Writer.WriteAsync(pending, ct);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("The journal is closed.", closed);
        }

        return await pending.Outcome.WaitAsync(ct);
    }

    // A commit of SQLite blocks in fsync: on a thread of its own it takes none from the pool, and needs none to come back.
    private Task Start() => provider.Blocks
        ? Task.Factory.StartNew(() => RunAsync().GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : Task.Run(RunAsync);

    private async Task RunAsync()
    {
        await using var writer = new JournalWriter(provider, time, metrics);
        var batch = new List<PendingEntry>(batchSize);
        while (await WaitAsync())
        {
            Take(batch, batchSize);
            if (batch.Count > 0)
                Report(await writer.WriteAsync(batch), batch.Count);
            batch.Clear();
        }
    }

    private ValueTask<bool> WaitAsync()
    {
        var more = queue.Reader.WaitToReadAsync();
        return provider.Blocks && !more.IsCompleted ? new(more.AsTask().GetAwaiter().GetResult()) : more;
    }

    private void Take(List<PendingEntry> batch, int size)
    {
        while (batch.Count < size && queue.Reader.TryRead(out var entry))
            batch.Add(entry);
    }

    private void Report(StoreUnavailableException? outage, int entries)
    {
        var before = Interlocked.Exchange(ref failing, outage is null ? 0 : 1);
        if (outage is not null)
            // An outage is told in words; what nobody expected needs its stack.
            Log.Failed(logger, entries, outage.Message, outage.InnerException is { } inner && !Outage.Is(inner) ? inner : null);
        else if (before != 0)
            Log.Recovered(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Entries} exchanges could not be recorded and were answered 503: {Message}")]
        public static partial void Failed(ILogger logger, int entries, string message, Exception? exception);

        [LoggerMessage(2, LogLevel.Information, "Exchanges are recorded again")]
        public static partial void Recovered(ILogger logger);
    }
}
