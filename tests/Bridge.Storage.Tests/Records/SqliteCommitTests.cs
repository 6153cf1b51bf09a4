using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

/// <summary>A commit of SQLite that fails though every row could be written: a deferred foreign key is looked at by COMMIT alone.</summary>
public sealed class SqliteCommitTests : StoreContract<SqliteHome>
{
    [Fact]
    public async Task Nobody_is_told_of_a_record_before_the_commit_has_held()
    {
        await Database.Journal.CommitAsync(Samples.Entry(), Ct);
        await ExecuteAsync(
            """
            CREATE TABLE parents (id INTEGER PRIMARY KEY);
            CREATE TABLE children (parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER failing AFTER INSERT ON exchanges BEGIN INSERT INTO children VALUES (1); END;
            """);

        var entries = Enumerable.Range(0, 8).Select(i => Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark($"jti-{i}"), pin: Samples.FirstSight($"{i}", $"a/{i}")), Ct).AsTask()).ToList();

        foreach (var entry in entries)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => entry);
        Assert.Equal((1, 0, 0, 0), await CountsAsync());
        await ExecuteAsync("DROP TRIGGER failing");
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("jti-1")), Ct));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, Ct);
    }
}
