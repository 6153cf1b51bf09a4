using Bridge.Configuration;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Records;

/// <summary>Writes batches, one at a time, on a connection of its own that it opens anew after a failure.</summary>
internal sealed class JournalWriter(Provider provider, TimeProvider time, JournalMetrics metrics) : IAsyncDisposable
{
    private const int Attempts = 10;

    // About what a commit writes beside the rows: pages of the table, its indexes and their parents.
    private const int CommitBytes = 20_000;
    private const int RowBytes = 1_500;

    private JournalConnection? connection;

    /// <summary>Writes all entries and tells each what became of it.</summary>
    /// <returns>The outage, if it was one.</returns>
    public async ValueTask<StoreUnavailableException?> WriteAsync(List<PendingEntry> batch)
    {
        var left = batch;
        try
        {
            while (left.Count > 0)
                left = await TryAsync(left);
            return null;
        }
        catch (Exception exception)
        {
            // Whatever it was, nothing of the batch may be answered: an exchange without a record would be one nobody sees.
            var outage = provider.Unavailable(exception);
            await DropAsync();
            metrics.Failed(left.Count);
            foreach (var entry in left)
                entry.Fail(outage);
            return outage;
        }
    }

    public ValueTask DisposeAsync() => DropAsync();

    private async ValueTask<List<PendingEntry>> TryAsync(List<PendingEntry> entries)
    {
        var attempt = Attempt.Of(entries, provider.NearlyFull());
        var started = time.GetTimestamp();
        if (!await RunAsync(attempt))
            return attempt.Dismiss(entries);
        var elapsed = time.GetElapsedTime(started);
        attempt.Complete();
        metrics.Committed(elapsed, attempt.Recorded.Count, attempt.Counted);
        provider.Wrote(CommitBytes + attempt.Recorded.Sum(entry => RowBytes + (entry.Entry.Record.Claims?.Length ?? 0)));
        return [];
    }

    private async ValueTask<bool> RunAsync(Attempt attempt)
    {
        for (var tries = 1; ; tries++)
        {
            connection ??= provider.OpenJournal();
            var used = connection.Used;
            try
            {
                attempt.Reset();
                return await connection.TryAsync(attempt);
            }
            catch (Exception exception) when (tries < Attempts && provider.IsConflict(exception))
            {
                // Somebody else's transaction won; the connection is well.
            }
            catch (Exception exception) when (used && !attempt.Committing && !provider.IsBusy(exception))
            {
                // A connection that lay idle may have died long ago. Nothing was committed, so a fresh one tries once more.
                await DropAsync();
            }
        }
    }

    private async ValueTask DropAsync()
    {
        var dropped = connection;
        connection = null;
        try
        {
            if (dropped is not null)
                await dropped.DisposeAsync();
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // It is being thrown away for it is broken.
        }
    }
}
