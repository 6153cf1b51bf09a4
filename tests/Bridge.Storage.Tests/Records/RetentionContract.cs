using Bridge.Records;
using Bridge.Storage.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteRetentionTests : RetentionContract<SqliteHome>;

public sealed class PostgreSqlRetentionTests : RetentionContract<PostgreSqlHome>;

/// <summary>What is kept, and for how long.</summary>
public abstract class RetentionContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task Records_go_after_400_days_and_lose_the_user_after_90()
    {
        await WriteAsync(401, 250);
        await WriteAsync(91, 250);
        await WriteAsync(89, 1);

        Assert.Equal(new Cleaned(0, 250, 250), await Database.CleanAsync(Ct));
        Assert.Equal(new Cleaned(0, 0, 0), await Database.CleanAsync(Ct));

        await using var context = Database.CreateContext();
        var records = await context.Exchanges.AsNoTracking().OrderBy(record => record.Id).ToListAsync(Ct);
        Assert.Equal(251, records.Count);
        Assert.All(records.SkipLast(1), record => Assert.Equal(("", null, null, """{"project_id":"22","project_path":"My-Group/app"}"""), (record.Address, record.UserId, record.UserLogin, record.Claims)));
        Assert.Equal(("192.0.2.7", "42", "jan"), (records[^1].Address, records[^1].UserId, records[^1].UserLogin));
        Assert.Contains("user_login", records[^1].Claims, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_cleaning_goes_on_where_the_last_one_ended()
    {
        await WriteAsync(91, 3);
        await WriteAsync(80, 3);
        await Database.CleanAsync(Ct);

        Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal(new Cleaned(0, 0, 3), await Database.CleanAsync(Ct));
    }

    [Fact]
    public async Task A_check_of_the_user_loses_what_it_got()
    {
        var record = Samples.Refused(Clock.GetUtcNow().AddDays(-91)) with { ReasonName = "user_login", Expected = "jan", Actual = "eve" };
        await Database.Journal.CommitAsync(Samples.Entry(record), Ct);

        await Database.CleanAsync(Ct);

        await using var context = Database.CreateContext();
        Assert.Null((await context.Exchanges.SingleAsync(Ct)).Actual);
    }

    [Theory]
    [InlineData("{\"user_login\":\"eve\"")]
    [InlineData("[\"eve\"]")]
    [InlineData("{\"user_login\":\"eve\",\"user_login\":\"eve\"}")]
    public async Task Claims_that_cannot_be_read_go_whole_and_stop_nothing(string claims)
    {
        await WriteAsync(92, 1);
        await WriteAsync(91, 1);
        await using var context = Database.CreateContext();
        var ids = await context.Exchanges.OrderBy(record => record.Id).Select(record => record.Id).ToListAsync(Ct);
        await context.Exchanges.Where(record => record.Id == ids[0]).ExecuteUpdateAsync(row => row.SetProperty(record => record.Claims, claims), Ct);

        Assert.Equal(new Cleaned(0, 0, 2), await Database.CleanAsync(Ct));

        Assert.Equal(["null", """{"project_id":"22","project_path":"My-Group/app"}"""], await context.Exchanges.AsNoTracking().OrderBy(record => record.Id).Select(record => record.Claims!).ToListAsync(Ct));
    }

    [Fact]
    public async Task Marks_go_when_their_tokens_are_of_no_use()
    {
        for (var i = 0; i < 300; i++)
            await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark($"jti-{i}") with { Until = Clock.GetUtcNow().AddMinutes(i < 250 ? 1 : 10) }), Ct);

        Assert.Equal(0, (await Database.CleanAsync(Ct)).Marks);
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(250, (await Database.CleanAsync(Ct)).Marks);

        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("jti-1")), Ct));
        Assert.Equal(CommitOutcome.MarkTaken, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("jti-299")), Ct));
    }

    private async Task WriteAsync(int days, int count)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
            Database.Journal.CommitAsync(Samples.Entry(Samples.Granted(Clock.GetUtcNow().AddDays(-days).AddSeconds(i))), Ct).AsTask()));
        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }
}
