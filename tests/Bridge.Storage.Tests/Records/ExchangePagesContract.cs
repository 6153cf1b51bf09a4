using Bridge.Access;
using Bridge.Records;
using Bridge.Storage.Records;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteExchangePagesTests : ExchangePagesContract<SqliteHome>;

public sealed class PostgreSqlExchangePagesTests : ExchangePagesContract<PostgreSqlHome>;

/// <summary>The records as somebody looks through them.</summary>
public abstract class ExchangePagesContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly ExchangeSought Everything = new(new ExchangeFilter());

    [Fact]
    public async Task Pages_go_to_the_oldest_and_back_to_the_newest()
    {
        var ids = await WriteAsync(5);

        var first = await ReadAsync(Everything, null, newer: false, 2);
        Assert.Equal(ids[..2], Ids(first));
        Assert.Null(first.Newer);
        var second = await ReadAsync(Everything, first.Older, newer: false, 2);
        Assert.Equal(ids[2..4], Ids(second));
        var third = await ReadAsync(Everything, second.Older, newer: false, 2);
        Assert.Equal(ids[4..], Ids(third));
        Assert.Null(third.Older);

        var back = await ReadAsync(Everything, third.Newer, newer: true, 2);
        Assert.Equal(ids[2..4], Ids(back));
        Assert.NotNull(back.Newer);
        var top = await ReadAsync(Everything, back.Newer, newer: true, 2);
        Assert.Equal(ids[..2], Ids(top));
        Assert.Null(top.Newer);
        Assert.Equal(ids[2..4], Ids(await ReadAsync(Everything, top.Older, newer: false, 2)));
    }

    [Fact]
    public async Task Records_are_found_by_each_thing_that_somebody_looks_for()
    {
        var one = await WriteAsync(record => record with { JobId = "7", PipelineId = "8", Ref = "v1", Subject = "project_id:22", RelyingParty = "other", ProjectId = "5" });
        var refused = await WriteAsync(record => record with { Reason = "no_rule_matched", Issuer = "elsewhere" });
        await WriteAsync(3);

        foreach (var sought in (ExchangeSought[])
            [
                Everything with { Job = "7" }, Everything with { Pipeline = "8" }, Everything with { Ref = "v1" }, Everything with { Subject = "project_id:22" },
                Sought(new() { RelyingParty = "other" }), Sought(new() { Issuer = "gitlab", ProjectId = "5" }), Sought(new() { RelyingParty = "other", Granted = true }),
                Sought(new() { Issuer = "gitlab", ProjectId = "5", RelyingParty = "other" }) with { Job = "7" },
            ])
            Assert.Equal([one], Ids(await ReadAsync(sought, null, newer: false, 10)));
        foreach (var filter in (ExchangeFilter[])[new() { Granted = false }, new() { Reason = "no_rule_matched" }, new() { Issuer = "elsewhere" }, new() { Reason = "no_rule_matched", RelyingParty = "deploy" }])
            Assert.Equal([refused], Ids(await ReadAsync(Sought(filter), null, newer: false, 10)));
        Assert.Empty(Ids(await ReadAsync(Sought(new() { Reason = "no_rule_matched", RelyingParty = "other" }), null, newer: false, 10)));
        Assert.Empty(Ids(await ReadAsync(Sought(new() { Issuer = "gitlab", ProjectId = "5" }) with { Job = "9" }, null, newer: false, 10)));
    }

    [Fact]
    public async Task Only_records_of_somebody_own_projects_are_found()
    {
        var mine = new List<Guid>();
        foreach (var project in (string[])["1", "2", "3", "2", "1"])
        {
            var id = await WriteAsync(record => record with { ProjectId = project });
            if (project != "3")
                mine.Insert(0, id);
        }

        await WriteAsync(record => record with { ProjectId = "1", Issuer = "elsewhere" });
        var sought = Sought(new() { Within = new Reach.Projects("gitlab", ["1", "2"]) });

        var first = await ReadAsync(sought, null, newer: false, 3);
        Assert.Equal(mine[..3], Ids(first));
        var second = await ReadAsync(sought, first.Older, newer: false, 3);
        Assert.Equal(mine[3..], Ids(second));
        Assert.Equal(mine[..3], Ids(await ReadAsync(sought, second.Newer, newer: true, 3)));
        Assert.Empty(Ids(await ReadAsync(sought with { Job = "nothing" }, null, newer: false, 3)));
        Assert.Empty(Ids(await ReadAsync(Sought(new() { Within = new Reach.Projects("gitlab", []) }), null, newer: false, 3)));
    }

    [Fact]
    public async Task Rare_thing_is_looked_for_a_part_at_a_time_and_the_search_goes_on_where_it_stopped()
    {
        var rare = await WriteAsync(record => record with { Ref = "rare" });
        await FillAsync(ExchangePages.Window + 10);
        var sought = Sought(new() { RelyingParty = "deploy" }) with { Ref = "rare" };

        var first = await ReadAsync(sought, null, newer: false, 10);
        Assert.Empty(first.Items);
        Assert.NotNull(first.LookedTo);
        var second = await ReadAsync(sought, first.Older, newer: false, 10);
        Assert.Equal([rare], Ids(second));
        Assert.Equal((null, null), (second.Older, second.LookedTo));

        // The reason that only one has reaches farther back than the relying party that all have.
        Assert.Empty((await ReadAsync(Sought(new() { RelyingParty = "deploy", Reason = "rule_denied" }), null, newer: false, 10)).Items);
        Assert.Null((await ReadAsync(Sought(new() { RelyingParty = "deploy", Reason = "rule_denied" }), null, newer: false, 10)).LookedTo);
    }

    private static ExchangeSought Sought(ExchangeFilter filter) => new(filter);

    private static Guid[] Ids(ExchangePage page) => [.. page.Items.Select(record => record.Id)];

    private Task<ExchangePage> ReadAsync(ExchangeSought sought, Guid? key, bool newer, int limit) => Database.ExchangePages.ReadAsync(sought, key, newer, limit, Ct);

    private async Task<Guid[]> WriteAsync(int count)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++)
            ids.Insert(0, await WriteAsync(record => record));
        return [.. ids];
    }

    private async Task<Guid> WriteAsync(Func<ExchangeRecord, ExchangeRecord> change)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var record = change(Samples.Granted(Clock.GetUtcNow()));
        await Database.Journal.CommitAsync(Samples.Entry(record), Ct);
        return record.Id;
    }

    private async Task FillAsync(int count)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var some in Enumerable.Range(0, count).Chunk(500))
            await Task.WhenAll(some.Select(_ => Database.Journal.CommitAsync(Samples.Entry(Samples.Granted(Clock.GetUtcNow())), Ct).AsTask()));
    }
}
