using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Storage.Configuration;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteHistoryTests : HistoryContract<SqliteHome>;

public sealed class PostgreSqlHistoryTests : HistoryContract<PostgreSqlHome>;

/// <summary>What people look up in the history.</summary>
public abstract class HistoryContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private History History => Database.History;

    [Fact]
    public async Task Versions_of_a_thing_come_newest_first_a_page_at_a_time()
    {
        for (var i = 1; i <= 5; i++)
            await ChangeAsync($"person-{i}", Client("ci", $"{i}"), Client("other", $"{i}"));

        var first = await History.VersionsAsync("clients", "ci", before: null, 2, Ct);
        var next = await History.VersionsAsync("clients", "ci", first[^1].Item.Version, 9, Ct);

        Assert.Equal([5, 4], first.Select(version => version.Item.Version));
        Assert.Equal([3, 2, 1], next.Select(version => version.Item.Version));
        Assert.Equal(new ThingVersion(new("clients", "ci", 3, """{"id":"2"}""", """{"id":"3"}"""), 4, Clock.GetUtcNow().AddMinutes(-2), "person-3", "because 3"), next[0]);
        Assert.Empty(await History.VersionsAsync("clients", "nobody", before: null, 2, Ct));
        Assert.Empty(await History.VersionsAsync("issuers", "ci", before: null, 2, Ct));
    }

    [Fact]
    public async Task One_version_is_found_by_its_number()
    {
        await ChangeAsync("a", Client("ci", "1"));
        await ChangeAsync("b", Client("ci", "2"));

        Assert.Equal(("b", """{"id":"2"}"""), (await History.VersionAsync("clients", "ci", 2, Ct)) is { } two ? (two.Author, two.Item.After) : default);
        Assert.Null(await History.VersionAsync("clients", "ci", 3, Ct));
    }

    [Fact]
    public async Task The_log_comes_newest_first_a_page_at_a_time()
    {
        for (var i = 1; i <= 4; i++)
            await ChangeAsync($"person-{i}", Client("ci", $"{i}"));

        Assert.Equal([5, 4, 3], await RevisionsAsync(new()));
        Assert.Equal([3, 2], await RevisionsAsync(new(), before: 4));
    }

    [Fact]
    public async Task The_log_is_filtered_by_author_thing_and_time()
    {
        await ChangeAsync("a", Client("ci", "1"));
        await ChangeAsync("b", Client("other", "1"));
        var noon = Clock.GetUtcNow();
        await ChangeAsync("a", new Definition(Section.Mappings, "ci", 0, Samples.Map(("id", "ci"))));

        Assert.Equal([4, 2], await RevisionsAsync(new(Author: "a")));
        Assert.Equal([3, 2], await RevisionsAsync(new(Section: "clients")));
        Assert.Equal([2], await RevisionsAsync(new(Section: "clients", Id: "ci")));
        Assert.Equal([4, 3], await RevisionsAsync(new(Since: noon)));
        Assert.Equal([2], await RevisionsAsync(new(Until: noon)));
        Assert.Equal([2], await RevisionsAsync(new(Author: "a", Section: "clients", Until: noon)));
        Assert.Empty(await RevisionsAsync(new(Author: "nobody")));
    }

    [Fact]
    public async Task A_list_cuts_what_is_too_long_and_the_entry_has_it_whole()
    {
        string[] lines = [.. Enumerable.Range(0, 2000).Select(number => $"+ clients/{number}")];
        var warnings = lines.Select(line => new Warning("code", line, "message")).ToArray();
        await Database.Configuration.ChangeAsync(Samples.Change(1) with { Difference = [.. lines], Warnings = [.. warnings] }, Ct);

        var listed = Assert.Single(await History.EntriesAsync(new(), before: null, 10, Ct));
        var whole = await History.EntryAsync(2, Ct);

        Assert.True(listed.Difference.Length <= History.LongestListed + 2);
        Assert.All(listed.Difference.Split('\n')[..^1], line => Assert.Contains(line, lines));
        Assert.EndsWith("\n…", listed.Difference, StringComparison.Ordinal);
        Assert.Null(listed.Warnings);
        Assert.Equal(string.Join('\n', lines), whole!.Difference);
        Assert.Equal(warnings, whole.ReadWarnings());
        Assert.Null(await History.EntryAsync(3, Ct));
    }

    [Fact]
    public async Task The_things_that_a_change_touched_come_a_page_at_a_time()
    {
        await ChangeAsync("a", [.. Enumerable.Range(0, 5).Select(number => Client($"c{number}", "x"))]);

        Assert.Equal(["c0", "c1", "c2"], (await History.ItemsAsync(2, 0, 3, Ct)).Select(item => item.Id));
        Assert.Equal(["c3", "c4"], (await History.ItemsAsync(2, 3, 3, Ct)).Select(item => item.Id));
        Assert.Empty(await History.ItemsAsync(3, 0, 3, Ct));
    }

    private static Definition Client(string id, string value) => new(Section.Clients, id, 0, Samples.Map(("id", value)));

    private async Task<IEnumerable<long>> RevisionsAsync(ChangeFilter filter, long? before = null) =>
        (await History.EntriesAsync(filter, before, 3, Ct)).Select(entry => entry.Revision);

    private async Task ChangeAsync(string author, params Definition[] put)
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        var revision = await Database.Configuration.RevisionAsync(Ct);
        Assert.Equal(ChangeOutcome.Written, await Database.Configuration.ChangeAsync(Samples.Change(revision, [.. put]) with { Author = author, Why = $"because {revision}" }, Ct));
    }
}
