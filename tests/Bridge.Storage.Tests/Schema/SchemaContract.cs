using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Schema;

public sealed class SqliteSchemaTests : SchemaContract<SqliteHome>;

public sealed class PostgreSqlSchemaTests : SchemaContract<PostgreSqlHome>;

/// <summary>What the server asks before it serves.</summary>
public abstract class SchemaContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task An_empty_place_has_no_schema_until_it_is_migrated()
    {
        var database = Node(await Home.EmptyAsync());

        var before = await database.SchemaAsync(Ct);
        await database.MigrateAsync(Ct);
        var after = await database.SchemaAsync(Ct);
        await database.MigrateAsync(Ct);

        Assert.Equal(SchemaStatus.Missing, before.Status);
        Assert.NotEmpty(before.Pending);
        Assert.Contains("bridge migrate", before.ToString(), StringComparison.Ordinal);
        Assert.Equal(SchemaStatus.Current, after.Status);
        Assert.Equal(1, await database.Configuration.RevisionAsync(Ct));
    }

    [Fact]
    public async Task A_migration_that_the_program_does_not_know_is_named()
    {
        await ExecuteAsync("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Future', '99.0')""");

        var state = await Database.SchemaAsync(Ct);

        Assert.Equal(SchemaStatus.Newer, state.Status);
        Assert.Equal(["29990101000000_Future"], state.Unknown);
        Assert.Contains("29990101000000_Future", state.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_is_the_one_that_was_migrated()
    {
        await using var context = Database.CreateContext();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_commit_is_on_disk_when_it_returns() => Assert.True((await Database.CheckDurabilityAsync(Ct)).Met);

    protected async Task ExecuteAsync(string sql)
    {
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, Ct);
    }
}
