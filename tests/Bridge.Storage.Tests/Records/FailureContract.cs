using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteFailureTests : FailureContract<SqliteHome>;

public sealed class PostgreSqlFailureTests : FailureContract<PostgreSqlHome>;

/// <summary>A database that cannot write.</summary>
public abstract class FailureContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task A_failed_commit_refuses_its_whole_batch_and_the_next_one_is_well()
    {
        await Database.Journal.CommitAsync(Samples.Entry(), Ct);
        await ExecuteAsync("ALTER TABLE exchanges RENAME TO away");

        var failed = Enumerable.Range(0, 50).Select(i => Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark($"jti-{i}"), pin: Samples.FirstSight($"{i}", $"a/{i}")), Ct).AsTask()).ToList();
        foreach (var one in failed)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        await ExecuteAsync("ALTER TABLE away RENAME TO exchanges");

        Assert.Equal((1, 0, 0, 0), await CountsAsync());
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("jti-1"), pin: Samples.FirstSight("1", "a/1")), Ct));
    }

    [Fact]
    public async Task Without_its_tables_every_question_is_an_outage()
    {
        await using var database = Node(await Home.EmptyAsync());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Configuration.RevisionAsync(Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Configuration.ReadAsync(Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await database.Configuration.FindProjectAsync(new ProjectQuery("gitlab", "1", "a/b", null, null), Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Configuration.ChangeAsync(Samples.Change(1), Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.Keys.ChangeAsync(keys => keys, "test", Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await database.Journal.CommitAsync(Samples.Entry(), Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.CleanAsync(Ct));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var context = Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, Ct);
    }
}
