using Bridge.Configuration;
using Bridge.Keys;
using Bridge.Server.Hosting;
using Bridge.Storage;

namespace Bridge.Server.Health;

/// <summary>
/// Whether this node can serve: the database answers and fits, and there is a key for every algorithm. That the keys of one
/// GitLab cannot be had is shown and takes no node out of service, for it is so on each of them.
/// </summary>
internal sealed class Readiness : IDisposable
{
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Engine engine;
    private readonly Shared<DatabaseReport> database;

    public Readiness(Engine engine)
    {
        this.engine = engine;
        database = new(DatabaseAsync, Oldest, engine.Time);
    }

    public async ValueTask<ReadinessReport> ReportAsync()
    {
        var (report, now) = (await database.GetAsync(), engine.Time.GetUtcNow());
        var configuration = await engine.Configurations.CurrentAsync(CancellationToken.None);
        var signs = SigningAlgorithm.All.All(algorithm => configuration.Keys.Active(algorithm.Name, now) is not null);
        return new ReadinessReport(report.Schema == SchemaStatus.Current && signs, now, report, configuration, [.. configuration.Issuers.Select(issuer => (issuer, engine.IssuerKeys.Health(issuer)))]);
    }

    public void Dispose() => database.Dispose();

    private async Task<DatabaseReport> DatabaseAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var schema = await engine.Database.SchemaAsync(limit.Token);
            return new DatabaseReport(schema.Status, await engine.Database.Configuration.RevisionAsync(limit.Token), null);
        }
        catch (StoreUnavailableException e)
        {
            return new DatabaseReport(null, null, e.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new DatabaseReport(null, null, $"no answer within {Patience.TotalSeconds:0} seconds");
        }
    }
}
