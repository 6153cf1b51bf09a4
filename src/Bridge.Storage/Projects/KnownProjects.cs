using System.Collections.Concurrent;
using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.Storage.Projects;

/// <summary>
/// What was read of the projects of jobs while one revision is in force. What administrators configured of them holds as long as
/// the revision; what exchanges wrote may be out of date, and the journal finds that. Bounded: the projects that were asked for
/// last stay.
/// </summary>
internal sealed class KnownProjects
{
    /// <summary>So many projects fill one of two halves; then the older half is forgotten.</summary>
    public const int Half = 50_000;

    private volatile Kept kept = new(0, [], []);

    public ProjectView? Find(long revision, ProjectQuery query)
    {
        var now = kept;
        if (now.Revision != revision)
            return null;
        if (now.Newer.TryGetValue(query, out var found))
            return found;
        if (now.Older.TryGetValue(query, out found))
            Add(now, query, found);
        return found;
    }

    public ProjectView Keep(long revision, ProjectQuery query, ProjectView read)
    {
        var now = kept;
        if (now.Revision != revision)
            kept = now = new(revision, [], []);
        Add(now, query, read);
        return read;
    }

    public void Forget(ProjectQuery query)
    {
        var now = kept;
        now.Older.TryRemove(query, out _);
        if (now.Newer.TryRemove(query, out _))
            Interlocked.Decrement(ref now.Count);
    }

    private void Add(Kept now, ProjectQuery query, ProjectView project)
    {
        // Several may find the half full at once; each makes the same of it.
        if (!now.Newer.TryAdd(query, project))
            now.Newer[query] = project;
        else if (Interlocked.Increment(ref now.Count) >= Half && kept == now)
            kept = new(now.Revision, [], now.Newer);
    }

    private sealed class Kept(long revision, ConcurrentDictionary<ProjectQuery, ProjectView> newer, ConcurrentDictionary<ProjectQuery, ProjectView> older)
    {
        public int Count;

        public long Revision => revision;

        public ConcurrentDictionary<ProjectQuery, ProjectView> Newer => newer;

        public ConcurrentDictionary<ProjectQuery, ProjectView> Older => older;
    }
}
