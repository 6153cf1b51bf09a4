using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteConcurrencyTests : ConcurrencyContract<SqliteHome>;

public sealed class PostgreSqlConcurrencyTests : ConcurrencyContract<PostgreSqlHome>;

/// <summary>Two nodes on one database.</summary>
public abstract class ConcurrencyContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    [Fact]
    public async Task One_of_two_first_sights_of_a_project_wins()
    {
        var outcomes = await BothAsync(64, _ => Samples.Entry(pin: Samples.FirstSight()));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal(63, outcomes.Count(outcome => outcome == CommitOutcome.PinChanged));
        Assert.Equal((1, 0, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task A_token_that_is_used_everywhere_at_once_is_used_once()
    {
        var outcomes = await BothAsync(64, _ => Samples.Entry(mark: Samples.Mark()));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal(63, outcomes.Count(outcome => outcome == CommitOutcome.MarkTaken));
        Assert.Equal((1, 1, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task A_path_that_two_projects_want_is_burned_to_one()
    {
        var outcomes = await BothAsync(64, i => Samples.Entry(pin: Samples.FirstSight($"{i}", i % 2 == 0 ? "Group/App" : "group/app")));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal((1, 0, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Who_lost_to_an_entry_that_lost_itself_is_written()
    {
        await Database.Journal.CommitAsync(Samples.Entry(pin: Samples.FirstSight()), Ct);
        for (var round = 0; round < 20; round++)
        {
            var mark = Samples.Mark($"round-{round}");
            var loses = Database.Journal.CommitAsync(Samples.Entry(mark: mark, pin: Samples.FirstSight()), Ct).AsTask();
            var wins = Database.Journal.CommitAsync(Samples.Entry(mark: mark), Ct).AsTask();

            // Two writers may come to the mark in either order; whoever comes second has lost twice.
            Assert.Contains(await loses, (CommitOutcome[])[CommitOutcome.PinChanged, CommitOutcome.MarkTaken]);
            Assert.Equal(CommitOutcome.Committed, await wins);
        }
    }

    [Fact]
    public async Task After_a_change_nothing_is_recorded_under_the_revision_before()
    {
        var other = Node();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var gone = 0L;
        var late = 0;
        var written = 0;
        const int Callers = 32;
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var callers = Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            var journal = (i % 2 == 0 ? Database : other).Journal;
            for (var revision = 1L; !stop.IsCancellationRequested;)
            {
                var ended = Interlocked.Read(ref gone);
                var outcome = await journal.CommitAsync(Samples.Entry(revision: revision), CancellationToken.None);
                if (outcome == CommitOutcome.Committed && revision <= ended)
                    Interlocked.Increment(ref late);
                if (Interlocked.Increment(ref written) == Callers)
                    loaded.SetResult();
                if (outcome == CommitOutcome.Superseded)
                    revision = await other.Configuration.RevisionAsync(CancellationToken.None);
            }
        }, Ct)).ToList();

        // Each change must get its turn under full load.
        await loaded.Task.WaitAsync(Ct);
        for (var revision = 1L; revision <= 20; revision++)
        {
            Assert.Equal(ChangeOutcome.Written, await (revision % 2 == 0 ? Database : other).Configuration.ChangeAsync(Samples.Change(revision), Ct));
            Interlocked.Exchange(ref gone, revision);
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(0, late);
    }

    [Fact]
    public async Task Nodes_that_write_the_same_rows_in_any_order_never_stand_still()
    {
        var other = Node();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            // Each node gets the rows in the other's reverse order.
            var key = i % 2 == 0 ? i / 2 : 199 - (i / 2);
            var entry = Samples.Entry(mark: Samples.Mark($"jti-{key}"), pin: Samples.FirstSight($"{key}", $"group/{key}"));
            return (i % 2 == 0, await (i % 2 == 0 ? Database : other).Journal.CommitAsync(entry, Ct));
        }, Ct)));

        Assert.Equal(200, outcomes.Count(outcome => outcome.Item2 == CommitOutcome.Committed));
        Assert.Equal((200, 200, 200, 200), await CountsAsync());
    }

    [Fact]
    public async Task A_moved_pin_is_moved_by_one()
    {
        var first = new ProjectPin("7", "a/b", Samples.Noon);
        await Database.Journal.CommitAsync(Samples.Entry(pin: new PinChange("gitlab", "22", null, first, "a/b")), Ct);

        var outcomes = await BothAsync(32, i => Samples.Entry(pin: new PinChange("gitlab", "22", first, new ProjectPin("7", $"a/{i}", Samples.Noon.AddMinutes(1)), $"a/{i}")));

        Assert.Single(outcomes, CommitOutcome.Committed);
        await using var context = Database.CreateContext();
        var pin = await context.ProjectPins.SingleAsync(Ct);
        Assert.Equal(2, await context.BurnedPaths.CountAsync(path => path.Path == pin.Path || path.Path == "a/b", Ct));
    }

    private async Task<CommitOutcome[]> BothAsync(int tasks, Func<int, JournalEntry> entry)
    {
        var other = Node();
        return await Task.WhenAll(Enumerable.Range(0, tasks).Select(i => Task.Run(() => (i % 2 == 0 ? Database : other).Journal.CommitAsync(entry(i), Ct).AsTask(), Ct)));
    }
}
