using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.Storage.Projects;

/// <summary>One connection with its prepared statements; used by one caller at a time.</summary>
internal abstract class ProjectReader : IAsyncDisposable
{
    protected const string Revision = "SELECT number FROM revision";

    public abstract ValueTask<long> RevisionAsync(CancellationToken ct);

    /// <summary>What is stored of the projects of a query, kept in <paramref name="known"/>; what is configured of them is taken from there.</summary>
    public async ValueTask<ProjectView> FindAsync(ProjectQuery query, KnownProjects known, CancellationToken ct)
    {
        while (true)
        {
            var pins = await PinsAsync(query, ct);
            if (known.Find(query) is { } kept && kept.Revision == pins.Revision)
                return known.Keep(query, kept with { View = pins.With(kept.View.Enrolled, kept.View.Templates) });
            var configured = await ConfiguredAsync(query, ct);
            // Between the two somebody may have changed the configuration.
            if (configured.Revision == pins.Revision)
                return known.Keep(query, new(pins.Revision, pins.With(configured.Enrolled, configured.Templates)));
        }
    }

    /// <summary>What was last read of the projects of a query, with what is configured of them by now.</summary>
    public async ValueTask<ProjectView> RenewAsync(ProjectQuery query, ProjectView view, KnownProjects known, CancellationToken ct)
    {
        var configured = await ConfiguredAsync(query, ct);
        return known.Keep(query, new(configured.Revision, view with { Enrolled = configured.Enrolled, Templates = configured.Templates }));
    }

    public abstract ValueTask DisposeAsync();

    protected static InvalidOperationException NoRevision() => new("the database holds no revision");

    protected abstract ValueTask<ProjectPins> PinsAsync(ProjectQuery query, CancellationToken ct);

    protected abstract ValueTask<ConfiguredProject> ConfiguredAsync(ProjectQuery query, CancellationToken ct);
}
