using Bridge.Access;
using Bridge.Records;
using Bridge.Storage.Records;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteExchangeListTests : ExchangeListContract<SqliteHome>;

public sealed class PostgreSqlExchangeListTests : ExchangeListContract<PostgreSqlHome>;

/// <summary>The records that somebody sees who is bound to projects.</summary>
public abstract class ExchangeListContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task Outcomes_of_the_last_exchanges_are_read_without_the_rest()
    {
        await AddAsync(0, "22", reason: "rule_denied");
        await AddAsync(1, "22");
        await AddAsync(2, "7", "other");

        var last = await Database.Exchanges.OutcomesAsync(new ExchangeFilter(), 2, Ct);
        Assert.Equal([(Samples.Noon.AddMinutes(2), "other", true), (Samples.Noon.AddMinutes(1), "gitlab", true)], last.Select(outcome => (outcome.At, outcome.Issuer, outcome.Granted)));
        Assert.Equal([true, false], (await Database.Exchanges.OutcomesAsync(new ExchangeFilter(RelyingParty: "deploy", Until: Samples.Noon.AddMinutes(2)), 9, Ct)).Select(outcome => outcome.Granted));
        Assert.Empty(await Database.Exchanges.OutcomesAsync(new ExchangeFilter(RelyingParty: "nobody"), 9, Ct));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public async Task Pages_hold_each_record_of_own_projects_once_the_newest_first(int limit)
    {
        var own = new List<Guid>();
        for (var minute = 0; minute < 24; minute++)
        {
            // One is busy, others are quiet or silent, and some are somebody else's.
            var project = minute switch { 0 => "7", 23 => "8", _ when minute % 3 == 0 => "99", _ => "22" };
            var record = await AddAsync(minute, project);
            if (project != "99")
                own.Add(record);
        }

        await AddAsync(30, "22", "other");
        own.Reverse();

        var seen = new List<Guid>();
        for (var (before, more) = ((Guid?)null, true); more;)
        {
            var page = await Database.Exchanges.ListAsync(Within("22", "7", "8", "1000"), before, limit, Ct);
            seen.AddRange(page.Select(record => record.Id));
            (before, more) = (seen[^1], page.Length == limit);
        }

        Assert.Equal(own, seen);
    }

    [Fact]
    public async Task Filters_hold_within_own_projects_too()
    {
        var granted = await AddAsync(0, "22");
        var refused = await AddAsync(1, "7", reason: "rule_denied");
        await AddAsync(2, "99", reason: "rule_denied");
        var own = Within("22", "7");

        Assert.Equal([refused], await IdsAsync(own with { Granted = false }));
        Assert.Equal([granted], await IdsAsync(own with { Granted = true }));
        Assert.Equal([refused], await IdsAsync(own with { Reason = "rule_denied" }));
        Assert.Equal([refused, granted], await IdsAsync(own with { RelyingParty = "deploy" }));
        Assert.Empty(await IdsAsync(own with { RelyingParty = "other" }));
        Assert.Equal([refused], await IdsAsync(own with { Since = Samples.Noon.AddMinutes(1) }));
        Assert.Equal([granted], await IdsAsync(own with { Until = Samples.Noon.AddMinutes(1) }));
        Assert.Equal([granted], await IdsAsync(own with { Issuer = "gitlab", ProjectId = "22" }));
        Assert.Empty(await IdsAsync(Within()));
    }

    [Fact]
    public async Task Thousands_of_projects_are_read_as_one_page()
    {
        var newest = await AddAsync(1, "4999");
        var older = await AddAsync(0, "5");

        Assert.Equal([newest, older], await IdsAsync(Within([.. Enumerable.Range(1, 5000).Select(id => $"{id}")])));
    }

    private static ExchangeFilter Within(params ReadOnlySpan<string> ids) => new(Within: new Reach.Projects("gitlab", [.. ids]));

    private async Task<IEnumerable<Guid>> IdsAsync(ExchangeFilter filter) => (await Database.Exchanges.ListAsync(filter, null, 10, Ct)).Select(record => record.Id);

    private async Task<Guid> AddAsync(int minute, string project, string issuer = "gitlab", string? reason = null)
    {
        var record = Samples.Granted(Samples.Noon.AddMinutes(minute)) with { ProjectId = project, Issuer = issuer, Reason = reason };
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(record), Ct));
        return record.Id;
    }
}
