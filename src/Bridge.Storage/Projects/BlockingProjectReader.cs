using Bridge.Configuration;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>
/// Reads from a database that answers on the thread that asks. The statements are the database's own: through commands and
/// readers the same question costs three times as much.
/// </summary>
internal sealed class BlockingProjectReader(IAsyncDisposable connection, Func<string, Statement> prepare) : ProjectReader
{
    private readonly Statement pins = prepare(ProjectPins.Sql);
    private readonly Statement configured = prepare(ConfiguredProject.Sql);
    private readonly Statement revision = prepare(Revision);

    public override ValueTask<long> RevisionAsync(CancellationToken ct) => new(revision.Number());

    public override ValueTask DisposeAsync()
    {
        pins.Dispose();
        configured.Dispose();
        revision.Dispose();
        return connection.DisposeAsync();
    }

    protected override ValueTask<ProjectPins> PinsAsync(ProjectQuery query, CancellationToken ct)
    {
        pins.Bind(ProjectPins.Values(query));
        ProjectPins? found = null;
        while (pins.Read())
            found = ProjectPins.Read(pins);
        return new(found ?? throw NoRevision());
    }

    protected override ValueTask<ConfiguredProject> ConfiguredAsync(ProjectQuery query, CancellationToken ct)
    {
        configured.Bind(ConfiguredProject.Values(query));
        var found = new ConfiguredProject.Rows(query.Issuer);
        while (configured.Read())
            found.Add(configured);
        return new(found.Read());
    }
}
