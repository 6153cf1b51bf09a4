using Bridge.Configuration;
using Bridge.Projects;

namespace Bridge.Storage.Projects;

/// <summary>One connection with its prepared statements; used by one caller at a time.</summary>
internal abstract class ProjectReader : IAsyncDisposable
{
    protected const string Revision = "SELECT number FROM revision";

    public abstract ValueTask<long> RevisionAsync(CancellationToken ct);

    public abstract ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
