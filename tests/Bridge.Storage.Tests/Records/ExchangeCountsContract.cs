using Bridge.Storage.Records;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteExchangeCountsTests : ExchangeCountsContract<SqliteHome>;

public sealed class PostgreSqlExchangeCountsTests : ExchangeCountsContract<PostgreSqlHome>;

/// <summary>How many exchanges there were.</summary>
public abstract class ExchangeCountsContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private DateTimeOffset Now => Clock.GetUtcNow();

    [Fact]
    public async Task Each_exchange_is_counted_once_in_its_hour_however_often_the_hours_are_counted()
    {
        await WriteAsync(Now.AddHours(-30), granted: 3, refused: 2);
        await WriteAsync(Now.AddHours(-2), granted: 1, refused: 0);
        await WriteAsync(Now, granted: 2, refused: 1);
        ExchangeCount[] all = [Count(-30, null, 3), Count(-30, "subject_token_expired", 2), Count(-2, null, 1), Count(0, null, 2), Count(0, "subject_token_expired", 1)];

        await Database.ExchangeCounts.CountAsync(Ct);
        Assert.Equal(all, await SinceAsync(Now.AddDays(-7)));
        await Node().ExchangeCounts.CountAsync(Ct);
        await Database.ExchangeCounts.CountAsync(Ct);
        Assert.Equal(all, await SinceAsync(Now.AddDays(-7)));
        Assert.Equal(all[2..], await SinceAsync(Now.AddHours(-24)));

        Clock.Advance(TimeSpan.FromHours(3));
        await WriteAsync(Now, granted: 1, refused: 0);
        await Database.ExchangeCounts.CountAsync(Ct);
        Assert.Equal([Count(-33, null, 3), Count(-33, "subject_token_expired", 2), Count(-5, null, 1), Count(-3, null, 2), Count(-3, "subject_token_expired", 1), Count(0, null, 1)], await SinceAsync(Now.AddDays(-7)));
    }

    [Fact]
    public async Task Record_that_is_written_late_counts()
    {
        await Database.ExchangeCounts.CountAsync(Ct);
        Clock.Advance(TimeSpan.FromMinutes(61) - TimeSpan.FromMinutes(Now.Minute));
        await WriteAsync(Now.AddMinutes(-5), granted: 1, refused: 0);
        await Database.ExchangeCounts.CountAsync(Ct);
        await WriteAsync(Now.AddMinutes(-5), granted: 1, refused: 0);
        await Database.ExchangeCounts.CountAsync(Ct);

        Assert.Equal([new ExchangeCount(ExchangeCounts.HourOf(Now.AddMinutes(-5)), null, 2)], await SinceAsync(Now.AddDays(-1)));
    }

    [Fact]
    public async Task Before_the_hours_are_counted_the_last_few_are_told_and_from_when()
    {
        await WriteAsync(Now.AddHours(-30), granted: 1, refused: 0);
        await WriteAsync(Now.AddHours(-3), granted: 1, refused: 0);

        var tally = await Database.ExchangeCounts.SinceAsync(Now.AddDays(-7), Ct);

        Assert.Equal(ExchangeCounts.HourOf(Now.AddHours(-5)), tally.From);
        Assert.Equal([Count(-3, null, 1)], tally.Counts);
    }

    [Fact]
    public async Task Exchanges_of_some_projects_are_counted_as_far_back_as_was_read()
    {
        await WriteAsync(Now.AddHours(-5), granted: 2, refused: 0, project: "1");
        await WriteAsync(Now.AddHours(-1), granted: 1, refused: 2, project: "1");
        await WriteAsync(Now.AddHours(-1), granted: 1, refused: 0, project: "2");
        await WriteAsync(Now.AddHours(-1), granted: 9, refused: 0, project: "3");

        var all = await Database.ExchangeCounts.OfProjectsAsync("gitlab", ["1", "2"], Now.AddHours(-24), 100, Ct);
        Assert.Equal(ExchangeCounts.HourOf(Now.AddHours(-24)), all.From);
        Assert.Equal([Count(-5, null, 2), Count(-1, null, 2), Count(-1, "subject_token_expired", 2)], Ordered(all.Counts));

        var some = await Database.ExchangeCounts.OfProjectsAsync("gitlab", ["1", "2"], Now.AddHours(-24), 4, Ct);
        Assert.Equal(ExchangeCounts.HourOf(Now.AddHours(-4)), some.From);
        Assert.Equal([Count(-1, null, 2), Count(-1, "subject_token_expired", 2)], Ordered(some.Counts));
    }

    private ExchangeCount Count(int hours, string? reason, long count) => new(ExchangeCounts.HourOf(Now.AddHours(hours)), reason, count);

    private async Task<IEnumerable<ExchangeCount>> SinceAsync(DateTimeOffset since) => Ordered((await Database.ExchangeCounts.SinceAsync(since, Ct)).Counts);

    private static IEnumerable<ExchangeCount> Ordered(IEnumerable<ExchangeCount> counts) => counts.OrderBy(count => count.Hour).ThenBy(count => count.Reason, StringComparer.Ordinal);

    private async Task WriteAsync(DateTimeOffset at, int granted, int refused, string project = "22")
    {
        for (var i = 0; i < granted; i++)
            await Database.Journal.CommitAsync(Samples.Entry(Samples.Granted(at) with { ProjectId = project }), Ct);
        for (var i = 0; i < refused; i++)
            await Database.Journal.CommitAsync(Samples.Entry(Samples.Refused(at) with { Issuer = "gitlab", ProjectId = project }), Ct);
    }
}
