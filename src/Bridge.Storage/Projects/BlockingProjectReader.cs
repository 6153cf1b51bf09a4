using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>
/// Reads from a database that answers on the thread that asks. The statements are the database's own: through commands and
/// readers the same question costs three times as much.
/// </summary>
internal sealed class BlockingProjectReader(IAsyncDisposable connection, Func<string, Statement> prepare) : ProjectReader
{
    private readonly Statement facts = prepare(ProjectFacts.Sql);
    private readonly Statement revision = prepare(Revision);

    public override ValueTask<long> RevisionAsync(CancellationToken ct) => new(revision.Number());

    public override ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct)
    {
        var position = 0;
        foreach (var value in ProjectFacts.Values(query))
            facts.Bind(++position, value);
        var found = new ProjectFacts(query.Issuer);
        while (facts.Read())
            found.Add(facts);
        return new(found.View());
    }

    public override ValueTask DisposeAsync()
    {
        facts.Dispose();
        revision.Dispose();
        return connection.DisposeAsync();
    }
}
