using System.Collections.Concurrent;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>
/// A few open connections with prepared statements for what exchanges ask. One that failed is thrown away with all that
/// lie idle, for what broke it broke them.
/// </summary>
internal sealed class ProjectReaders(Provider provider, KnownProjects known) : IAsyncDisposable
{
    private static readonly int Most = Math.Max(4, 2 * Environment.ProcessorCount);

    private readonly ConcurrentBag<ProjectReader> idle = [];
    private int kept;
    private bool closed;

    public ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct) => UseAsync(static (reader, asked, ct) => reader.FindAsync(asked.query, asked.known, ct), (query, known), ct);

    public ValueTask<ProjectView> RecallAsync(ProjectQuery query, long revision, CancellationToken ct) => known.Find(query) switch
    {
        null => FindAsync(query, ct),
        var last when last.Revision == revision => new(last.View),
        var last => UseAsync(static (reader, asked, ct) => reader.RenewAsync(asked.query, asked.View, asked.known, ct), (query, last.View, known), ct),
    };

    public ValueTask<long> RevisionAsync(CancellationToken ct) => UseAsync(static (reader, _, ct) => reader.RevisionAsync(ct), 0, ct);

    public async ValueTask DisposeAsync()
    {
        closed = true;
        await ClearAsync();
    }

    private async ValueTask<TResult> UseAsync<TState, TResult>(Func<ProjectReader, TState, CancellationToken, ValueTask<TResult>> use, TState state, CancellationToken ct)
    {
        while (true)
        {
            var fresh = !TryTake(out var reader);
            try
            {
                reader ??= await provider.OpenProjectReaderAsync(ct);
                var result = await use(reader, state, ct);
                await GiveBackAsync(reader);
                return result;
            }
            catch (Exception exception)
            {
                if (reader is not null)
                    await reader.DisposeAsync();
                if (!Outage.Is(exception))
                    throw;
                await ClearAsync();
                // A connection that lay idle may have died long ago: a fresh one knows whether the database answers.
                if (fresh)
                    throw provider.Unavailable(exception);
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ProjectReader? reader)
    {
        if (!idle.TryTake(out reader))
            return false;
        Interlocked.Decrement(ref kept);
        return true;
    }

    private async ValueTask GiveBackAsync(ProjectReader reader)
    {
        if (!closed && Interlocked.Increment(ref kept) <= Most)
        {
            idle.Add(reader);
            return;
        }

        Interlocked.Decrement(ref kept);
        await reader.DisposeAsync();
    }

    private async ValueTask ClearAsync()
    {
        while (TryTake(out var reader))
            await reader.DisposeAsync();
    }
}
