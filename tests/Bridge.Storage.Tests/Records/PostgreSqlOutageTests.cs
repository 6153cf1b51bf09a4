using Bridge.Configuration;
using Bridge.Records;
using Bridge.Testing.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Storage.Tests.Records;

/// <summary>A server that goes away.</summary>
public sealed class PostgreSqlOutageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_gone_is_an_outage_and_not_a_hang()
    {
        await using var server = await PostgreSqlServer.StartAsync(Ct);
        await using var database = Open(server.ConnectionString);
        await database.MigrateAsync(Ct);
        Assert.Equal(CommitOutcome.Committed, await database.Journal.CommitAsync(Samples.Entry(), Ct));
        await database.Configuration.RevisionAsync(Ct);

        await server.StopAsync();

        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        soon.CancelAfter(TimeSpan.FromSeconds(30));
        var outages = Enumerable.Range(0, 20).Select(_ => Assert.ThrowsAsync<StoreUnavailableException>(async () => await database.Journal.CommitAsync(Samples.Entry(), soon.Token)));
        foreach (var outage in await Task.WhenAll(outages))
            Assert.DoesNotContain("Host=", outage.Message, StringComparison.OrdinalIgnoreCase);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Configuration.RevisionAsync(soon.Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Configuration.ReadAsync(soon.Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Configuration.ChangeAsync(Samples.Change(1), soon.Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.SchemaAsync(soon.Token));
    }

    [Fact]
    public async Task Connections_that_the_server_cut_while_idle_fail_nobody()
    {
        await using var home = await PostgreSqlDatabase.CreateAsync();
        await using var database = Open(home.ConnectionString);
        await database.MigrateAsync(Ct);
        for (var i = 0; i < 4; i++)
        {
            await database.Journal.CommitAsync(Samples.Entry(), Ct);
            await database.Configuration.RevisionAsync(Ct);
        }

        await using (var context = database.CreateContext())
            await context.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", Ct);

        for (var i = 0; i < 4; i++)
            Assert.Equal(CommitOutcome.Committed, await database.Journal.CommitAsync(Samples.Entry(), Ct));
        Assert.Equal(1, await database.Configuration.RevisionAsync(Ct));
    }

    private static BridgeDatabase Open(string connection) =>
        BridgeDatabase.Open(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connection }, TimeProvider.System, NullLoggerFactory.Instance);
}
