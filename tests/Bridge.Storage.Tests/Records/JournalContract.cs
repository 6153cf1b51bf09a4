using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteJournalTests : JournalContract<SqliteHome>;

public sealed class PostgreSqlJournalTests : JournalContract<PostgreSqlHome>;

/// <summary>What one entry does, and what stops it.</summary>
public abstract class JournalContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task A_grant_commits_its_record_mark_and_pin()
    {
        var outcome = await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark(), pin: Samples.FirstSight()), Ct);

        Assert.Equal(CommitOutcome.Committed, outcome);
        Assert.Equal((1, 1, 1, 1), await CountsAsync());
        var view = await FindAsync("22", "my-group/app");
        Assert.Equal(new ProjectPin("7", "My-Group/app", Samples.Noon), view.Pin);
        Assert.Equal("22", view.PathOwner);
    }

    [Fact]
    public async Task A_token_of_an_issuer_is_used_once_for_a_relying_party()
    {
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark()), Ct));
        Assert.Equal(CommitOutcome.MarkTaken, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark()), Ct));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark(party: "other")), Ct));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark(id: "another")), Ct));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark() with { Issuer = "another" }), Ct));

        Assert.Equal((4, 4, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task Of_a_conflict_nothing_is_written()
    {
        await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark()), Ct);
        await Database.Journal.CommitAsync(Samples.Entry(pin: Samples.FirstSight()), Ct);
        var before = await CountsAsync();

        Assert.Equal(CommitOutcome.MarkTaken, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark(), pin: Samples.FirstSight("23", "a/b")), Ct));
        Assert.Equal(CommitOutcome.PinChanged, await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("new"), pin: Samples.FirstSight()), Ct));

        Assert.Equal(before, await CountsAsync());
    }

    [Fact]
    public async Task A_burned_path_belongs_to_the_first_id_whatever_its_case()
    {
        await Database.Journal.CommitAsync(Samples.Entry(pin: Samples.FirstSight("22", "My-Group/app")), Ct);

        var outcome = await Database.Journal.CommitAsync(Samples.Entry(pin: Samples.FirstSight("23", "my-group/APP")), Ct);

        Assert.Equal(CommitOutcome.PinChanged, outcome);
        var view = await FindAsync("23", "my-group/app");
        Assert.Null(view.Pin);
        Assert.Equal("22", view.PathOwner);
    }

    [Fact]
    public async Task A_pin_moves_only_from_where_it_was_seen()
    {
        var first = new ProjectPin("7", "a/b", Samples.Noon);
        var second = new ProjectPin("7", "a/c", Samples.Noon.AddMinutes(1));
        await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", null, first, "a/b")), Ct);

        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", first, second, "a/c")), Ct));
        Assert.Equal(CommitOutcome.PinChanged, await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", first, second, null)), Ct));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", second, second, "a/d")), Ct));

        Assert.Equal(second, (await FindAsync("22", "a/d")).Pin);
        Assert.Equal("22", (await FindAsync("22", "a/b")).PathOwner);
    }

    [Fact]
    public async Task A_pin_as_it_was_read_is_the_pin_as_it_was_seen()
    {
        var precise = new ProjectPin("7", "a/b", Samples.Noon.AddTicks(12_345_678));
        await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", null, precise, "a/b")), Ct);

        var seen = (await FindAsync("22", "a/b")).Pin!;

        Assert.Equal(TimeSpan.Zero, seen.PathIssuedAt.Offset);
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", seen, precise with { Path = "a/c" }, "a/c")), Ct));
    }

    [Fact]
    public async Task Under_another_revision_nothing_is_written()
    {
        Assert.Equal(CommitOutcome.Superseded, await Database.Journal.CommitAsync(Samples.Entry(revision: 2, mark: Samples.Mark(), pin: Samples.FirstSight()), Ct));
        Assert.Equal((0, 0, 0, 0), await CountsAsync());

        await Database.Configuration.ChangeAsync(Samples.Change(1), Ct);

        Assert.Equal(CommitOutcome.Superseded, await Database.Journal.CommitAsync(Samples.Entry(revision: 1), Ct));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(revision: 2), Ct));
    }

    [Fact]
    public async Task Times_are_in_utc_whatever_offset_they_came_with()
    {
        var record = Samples.Granted(new DateTimeOffset(2026, 7, 1, 14, 0, 0, 123, TimeSpan.FromHours(5.5)));
        await Database.Journal.CommitAsync(Samples.Entry(record), Ct);

        await using var context = Database.CreateContext();
        var read = await context.Exchanges.SingleAsync(Ct);

        Assert.Equal(record.At, read.At);
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal(TimeSpan.Zero, read.IssuedExpiresAt!.Value.Offset);
    }

    [Fact]
    public async Task Pages_go_by_id_which_is_the_order_of_time()
    {
        foreach (var minute in (int[])[3, 1, 2, 0])
            await Database.Journal.CommitAsync(Samples.Entry(Samples.Granted(Samples.Noon.AddMinutes(minute))), Ct);

        await using var context = Database.CreateContext();
        var newest = await context.Exchanges.OrderByDescending(record => record.Id).Take(2).ToListAsync(Ct);
        var cursor = newest[^1].Id;
        var next = await context.Exchanges.Where(record => record.ProjectId == "22" && record.Issuer == "gitlab" && record.Id < cursor).OrderByDescending(record => record.Id).ToListAsync(Ct);

        Assert.Equal([3, 2], newest.Select(record => record.At.Minute));
        Assert.Equal([1, 0], next.Select(record => record.At.Minute));
    }

    [Fact]
    public async Task What_is_queued_is_written_before_the_journal_closes()
    {
        var node = Node();
        var waiting = Enumerable.Range(0, 1000).Select(_ => node.Journal.CommitAsync(Samples.Entry(), CancellationToken.None).AsTask()).ToList();

        await node.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.Equal(1000, (await CountsAsync()).Records);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await node.Journal.CommitAsync(Samples.Entry(), Ct));
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_a_whole_entry_or_none()
    {
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 200)
            .Select(i => Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark($"jti-{i}")), i % 2 == 0 ? gone.Token : CancellationToken.None).AsTask()).ToList();
        await gone.CancelAsync();

        await Task.WhenAll(waiting.Where((_, i) => i % 2 == 1));
        await Database.Journal.CommitAsync(Samples.Entry(), Ct);

        var (records, marks, _, _) = await CountsAsync();
        Assert.Equal(records, marks + 1);
        Assert.InRange(marks, 100, 200);
    }

    [Fact]
    public async Task Text_that_no_database_holds_fails_nobody()
    {
        var record = Samples.Granted() with { ProjectPath = "a\0b", Ref = "half \ud83d of a pair", UserLogin = new string('x', 20_000), ProjectId = new string('9', 5000), Claims = """{"ref":"\u0000"}""" };
        var pin = new PinChange("gitlab", "2\02", null, new ProjectPin("7", "a\0b", Samples.Noon), "a\0b");

        var outcome = await Database.Journal.CommitAsync(Samples.Entry(record, mark: Samples.Mark("jti\0"), pin: pin), Ct);
        var other = await Database.Journal.CommitAsync(Samples.Entry(mark: Samples.Mark("jti\uFFFD"), pin: Samples.FirstSight("23", "a\uFFFDb")), Ct);

        Assert.Equal(CommitOutcome.Committed, outcome);
        Assert.Equal(CommitOutcome.Committed, other);
        Assert.NotNull((await FindAsync("2\02", "a\0b")).PathOwner);
        await using var context = Database.CreateContext();
        var read = await context.Exchanges.SingleAsync(one => one.Id == record.Id, Ct);
        Assert.Equal("a\uFFFDb", read.ProjectPath);
        Assert.Equal("half \uFFFD of a pair", read.Ref);
        Assert.Equal(record.Claims, read.Claims);
    }

    private ValueTask<ProjectView> FindAsync(string project, string foldedPath) => Database.Configuration.FindProjectAsync(new ProjectQuery("gitlab", project, foldedPath, null, null), Ct);
}
