using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.Storage.Projects;

/// <summary>One connection with its prepared statements; used by one caller at a time.</summary>
internal abstract class ProjectReader : IAsyncDisposable
{
    protected const string Revision = "SELECT number FROM revision";

    public abstract ValueTask<long> RevisionAsync(CancellationToken ct);

    /// <summary>What is stored of the projects of a query, with what <paramref name="known"/> holds of the revision that is in force.</summary>
    public async ValueTask<ProjectView> FindAsync(ProjectQuery query, ConfiguredProjects known, CancellationToken ct)
    {
        while (true)
        {
            var pins = await PinsAsync(query, ct);
            if (known.Find(pins.Revision, query) is { } kept)
                return pins.With(kept);
            var read = await ConfiguredAsync(query, ct);
            known.Keep(query, read);
            // Between the two somebody may have changed the configuration.
            if (read.Revision == pins.Revision)
                return pins.With(read);
        }
    }

    public abstract ValueTask DisposeAsync();

    protected static InvalidOperationException NoRevision() => new("the database holds no revision");

    protected abstract ValueTask<ProjectPins> PinsAsync(ProjectQuery query, CancellationToken ct);

    protected abstract ValueTask<ConfiguredProject> ConfiguredAsync(ProjectQuery query, CancellationToken ct);
}
