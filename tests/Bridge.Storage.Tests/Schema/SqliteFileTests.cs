using Bridge.Configuration;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Schema;

/// <summary>The file of SQLite.</summary>
public sealed class SqliteFileTests : StoreContract<SqliteHome>
{
    [Fact]
    public async Task Nobody_else_reads_the_database_or_its_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await Database.Journal.CommitAsync(Samples.Entry(), Ct);

        foreach (var file in (string[])[Options.Path!, Options.Path + "-wal", Options.Path + "-shm"])
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var database = Node(Options with { Path = Path.Combine(Path.GetTempPath(), "not-there", "bridge.db") });

        foreach (var attempt in (Func<Task>[])[() => database.MigrateAsync(Ct), () => database.SchemaAsync(Ct), () => database.Configuration.RevisionAsync(Ct)])
        {
            var outage = await Assert.ThrowsAsync<StoreUnavailableException>(attempt);
            Assert.Contains("not-there", outage.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Asking_for_the_schema_makes_no_file()
    {
        var options = await Home.EmptyAsync();

        Assert.Equal(SchemaStatus.Missing, (await Node(options).SchemaAsync(Ct)).Status);

        Assert.False(File.Exists(options.Path));
    }

    [Fact]
    public async Task Another_journal_mode_is_told()
    {
        await using (var context = Database.CreateContext())
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = DELETE", Ct);

        var durability = await Database.CheckDurabilityAsync(Ct);

        Assert.False(durability.Met);
        Assert.Equal("journal_mode is delete and must be wal.", durability.ToString());
    }

    [Fact]
    public async Task What_an_exchange_finds_by_key_is_one_tree()
    {
        await using var context = Database.CreateContext();

        var tables = await context.Database.SqlQueryRaw<string>("SELECT name AS Value FROM pragma_table_list WHERE wr = 1 ORDER BY name").ToListAsync(Ct);

        Assert.Equal(["burned_paths", "enrolled_projects", "project_pins", "replay_marks"], tables);
    }

    [Fact]
    public async Task The_log_does_not_grow_for_ever()
    {
        var claims = new string('x', 7000);
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Database.Journal.CommitAsync(Samples.Entry(Samples.Granted() with { Claims = claims }), Ct).AsTask()));
        }

        // These are more than 200 MB; how far the log runs ahead of its checkpoints hangs on the load of the machine.
        Assert.InRange(new FileInfo(Options.Path + "-wal").Length, 1, 128L << 20);
    }
}
