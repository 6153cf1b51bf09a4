using System.Collections.Concurrent;
using Bridge.Configuration;

namespace Bridge.Storage.Projects;

/// <summary>
/// What was read of the configuration of projects while one revision is in force, so that an exchange need not read it anew. Whoever
/// asks says which revision the database has at that moment. Bounded: the projects that were asked for last stay.
/// </summary>
internal sealed class ConfiguredProjects
{
    /// <summary>So many projects fill one of two halves; then the older half is forgotten.</summary>
    public const int Half = 50_000;

    private volatile Kept kept = new(0, [], []);

    public ConfiguredProject? Find(long revision, ProjectQuery query)
    {
        var now = kept;
        if (now.Revision != revision)
            return null;
        var key = Key(query);
        if (now.Newer.TryGetValue(key, out var found))
            return found;
        if (now.Older.TryGetValue(key, out found))
            Add(now, key, found);
        return found;
    }

    public void Keep(ProjectQuery query, ConfiguredProject read)
    {
        var now = kept;
        if (now.Revision != read.Revision)
            kept = now = new(read.Revision, [], []);
        Add(now, Key(query), read);
    }

    private void Add(Kept now, (string, string, string?) key, ConfiguredProject project)
    {
        // Several may find the half full at once; each makes the same of it.
        if (now.Newer.TryAdd(key, project) && Interlocked.Increment(ref now.Count) >= Half && kept == now)
            kept = new(now.Revision, [], now.Newer);
    }

    private static (string, string, string?) Key(ProjectQuery query) => (query.Issuer, query.ProjectId, query.RunningProjectId);

    private sealed class Kept(
        long revision,
        ConcurrentDictionary<(string Issuer, string ProjectId, string? Running), ConfiguredProject> newer,
        ConcurrentDictionary<(string Issuer, string ProjectId, string? Running), ConfiguredProject> older)
    {
        public int Count;

        public long Revision => revision;

        public ConcurrentDictionary<(string Issuer, string ProjectId, string? Running), ConfiguredProject> Newer => newer;

        public ConcurrentDictionary<(string Issuer, string ProjectId, string? Running), ConfiguredProject> Older => older;
    }
}
