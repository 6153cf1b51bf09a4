using Bridge.Testing.Databases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Storage.Tests.Homes;

/// <summary>Databases on a real server.</summary>
public sealed class PostgreSqlHome : Home
{
    private static readonly Lazy<Task<PostgreSqlDatabase>> Template = new(MakeTemplateAsync);

    private readonly List<PostgreSqlDatabase> databases = [];

    public override async Task<StorageOptions> MigratedAsync() => Keep(await PostgreSqlDatabase.CreateAsync(await Template.Value));

    public override async Task<StorageOptions> EmptyAsync() => Keep(await PostgreSqlDatabase.CreateAsync());

    public override async ValueTask DisposeAsync()
    {
        foreach (var database in databases)
            await database.DisposeAsync();
    }

    // It goes with the server, which the test script made for this run.
    private static async Task<PostgreSqlDatabase> MakeTemplateAsync()
    {
        var template = await PostgreSqlDatabase.CreateAsync();
        await using var database = BridgeDatabase.Open(Options(template), TimeProvider.System, NullLoggerFactory.Instance);
        await database.MigrateAsync(CancellationToken.None);
        return template;
    }

    private static StorageOptions Options(PostgreSqlDatabase database) => new() { Provider = StorageProvider.PostgreSql, ConnectionString = database.ConnectionString };

    private StorageOptions Keep(PostgreSqlDatabase database)
    {
        databases.Add(database);
        return Options(database);
    }
}
