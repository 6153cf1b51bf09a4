using System.Collections.Concurrent;
using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.Storage.Projects;

/// <summary>What was last read of the projects of a job.</summary>
/// <param name="Revision">The revision that was in force: as long as it is, what administrators configured of them is so.</param>
/// <param name="View">What was read. What exchanges wrote of it may be out of date; the journal finds that.</param>
internal sealed record LastRead(long Revision, ProjectView View);

/// <summary>What was last read of the projects of jobs. Bounded: those stay that were asked for last.</summary>
internal sealed class KnownProjects
{
    /// <summary>So many fill one of two halves; then the older half is forgotten.</summary>
    public const int Half = 100_000;

    private volatile Kept kept = new([], []);

    public LastRead? Find(ProjectQuery query)
    {
        var now = kept;
        if (now.Newer.TryGetValue(query, out var found))
            return found;
        if (now.Older.TryGetValue(query, out found))
            Add(now, query, found);
        return found;
    }

    public ProjectView Keep(ProjectQuery query, LastRead read)
    {
        Add(kept, query, read);
        return read.View;
    }

    public void Forget(ProjectQuery query)
    {
        var now = kept;
        now.Older.TryRemove(query, out _);
        if (now.Newer.TryRemove(query, out _))
            Interlocked.Decrement(ref now.Count);
    }

    private void Add(Kept now, ProjectQuery query, LastRead read)
    {
        // Several may find the half full at once; each makes the same of it.
        if (!now.Newer.TryAdd(query, read))
            now.Newer[query] = read;
        else if (Interlocked.Increment(ref now.Count) >= Half && kept == now)
            kept = new([], now.Newer);
    }

    private sealed class Kept(ConcurrentDictionary<ProjectQuery, LastRead> newer, ConcurrentDictionary<ProjectQuery, LastRead> older)
    {
        public int Count;

        public ConcurrentDictionary<ProjectQuery, LastRead> Newer => newer;

        public ConcurrentDictionary<ProjectQuery, LastRead> Older => older;
    }
}
