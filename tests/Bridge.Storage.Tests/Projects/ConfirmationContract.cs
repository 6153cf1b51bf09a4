using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Tests.Projects;

public sealed class SqliteConfirmationTests : ConfirmationContract<SqliteHome>;

public sealed class PostgreSqlConfirmationTests : ConfirmationContract<PostgreSqlHome>;

/// <summary>An administrator confirms a project, alone and beside others.</summary>
public abstract class ConfirmationContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly ProjectPin First = new("7", "My-Group/app", Samples.Noon);
    private static readonly ProjectPin Shown = new("8", "Other/App", Samples.Noon.AddHours(1));

    private IConfigurationStore Store => Database.Configuration;

    [Fact]
    public async Task It_sets_exactly_what_was_shown_burns_the_path_and_enrols()
    {
        Assert.Equal(ChangeOutcome.Written, await ChangeAsync(1, new Confirmation("gitlab", "23", Shown, null, null)));

        var view = await FindAsync("23", "other/app");
        Assert.Equal((Shown, "23", true), (view.Pin, view.PathOwner, view.Enrolled));
        Assert.Equal(2, await Store.RevisionAsync(Ct));
    }

    [Fact]
    public async Task The_path_of_another_project_is_taken_over_and_that_project_keeps_its_pin()
    {
        await GrantAsync("22", null, First);

        Assert.Equal(ChangeOutcome.Written, await ChangeAsync(1, new Confirmation("gitlab", "23", First with { NamespaceId = "9" }, null, "22")));

        Assert.Equal((First, "23"), await PinAndOwnerAsync("22", "my-group/app"));
        Assert.Equal((First with { NamespaceId = "9" }, "23"), await PinAndOwnerAsync("23", "my-group/app"));
        Assert.Equal(1, (await CountsAsync()).Paths);
    }

    [Fact]
    public async Task A_project_that_has_a_pin_gets_the_new_one_and_keeps_its_old_paths()
    {
        await GrantAsync("22", null, First);

        Assert.Equal(ChangeOutcome.Written, await ChangeAsync(1, new Confirmation("gitlab", "22", Shown, First, null)));

        Assert.Equal((Shown, "22"), await PinAndOwnerAsync("22", "other/app"));
        Assert.Equal("22", (await FindAsync("22", "my-group/app")).PathOwner);
    }

    [Theory]
    [InlineData("pin")]
    [InlineData("no pin")]
    [InlineData("namespace")]
    [InlineData("path")]
    [InlineData("time")]
    [InlineData("owner")]
    [InlineData("no owner")]
    public async Task Where_something_is_no_longer_as_it_was_shown_nothing_is_written(string what)
    {
        await GrantAsync("22", null, First);
        var seen = new Confirmation("gitlab", "22", First with { NamespaceId = "9", PathIssuedAt = Samples.Noon.AddHours(2) }, First, "22");
        var stale = what switch
        {
            "pin" => seen with { SeenPin = null },
            "no pin" => seen with { ProjectId = "24" },
            "namespace" => seen with { SeenPin = First with { NamespaceId = "6" } },
            "path" => seen with { SeenPin = First with { Path = "my-group/app" } },
            "time" => seen with { SeenPin = First with { PathIssuedAt = Samples.Noon.AddSeconds(1) } },
            "owner" => seen with { SeenOwner = "25" },
            _ => seen with { SeenOwner = null },
        };

        // Neither of it nor of what stands beside it.
        var change = Samples.Change(1, Samples.Issuer("gitlab")) with { Confirm = [new Confirmation("gitlab", "30", Shown, null, null), stale], Enrol = [new("gitlab", "31")] };
        Assert.Equal(ChangeOutcome.ProjectChanged, await Store.ChangeAsync(change, Ct));

        Assert.Equal((First, "22"), await PinAndOwnerAsync("22", "my-group/app"));
        Assert.Equal((1, 0, 1, 1), await CountsAsync());
        Assert.Empty(await Store.EnrolledProjectsAsync(Ct));
        Assert.Empty((await Store.ReadAsync(Ct)).Definitions);
        Assert.Equal(1, await Store.RevisionAsync(Ct));
        Assert.Equal(ChangeOutcome.Written, await ChangeAsync(1, seen));
    }

    [Fact]
    public async Task The_history_keeps_the_pin_before_and_after_and_the_enrolment_and_its_chain_holds()
    {
        await GrantAsync("22", null, First);
        await GrantAsync("21", null, First with { Path = "Other/App" });
        await new Confirmer(Store).ConfirmAsync(new("gitlab", "22", Shown, First, "21"), "cli:root@host", "asked for by mail", Ct);
        await new Confirmer(Store).ConfirmAsync(new("gitlab", "22", First with { NamespaceId = "9" }, Shown, "22"), "cli:root@host", null, Ct);

        await using var context = Database.CreateContext();
        var items = await context.ChangeItems.OrderBy(row => row.Revision).ThenBy(row => row.Position).ToListAsync(Ct);

        Assert.Equal([("project_pins", "gitlab/22", 1), ("projects", "gitlab/22", 1), ("project_pins", "gitlab/22", 2)], items.Select(item => (item.Section, item.Id, item.Version)));
        Assert.Equal("""{"issuer":"gitlab","project_id":"22","namespace_id":"7","path":"My-Group/app","path_issued_at":"2026-07-01T12:00:00+00:00"}""", items[0].Before);
        Assert.Equal("""{"issuer":"gitlab","project_id":"22","namespace_id":"8","path":"Other/App","path_issued_at":"2026-07-01T13:00:00+00:00","path_taken_from":"21"}""", items[0].After);
        Assert.Equal("""{"issuer":"gitlab","project_id":"22","namespace_id":"8","path":"Other/App","path_issued_at":"2026-07-01T13:00:00+00:00"}""", items[2].Before);
        Assert.Equal("asked for by mail", (await context.ChangeLog.OrderBy(row => row.Revision).FirstAsync(Ct)).Why);
        Assert.Null((await Database.History.VerifyAsync(null, Ct)).Broken);
    }

    [Fact]
    public async Task On_another_revision_nothing_is_written() =>
        Assert.Equal(ChangeOutcome.Superseded, await ChangeAsync(2, new Confirmation("gitlab", "23", Shown, null, null)));

    [Fact]
    public async Task Two_confirmations_in_one_change_cannot_give_one_path_to_both()
    {
        Assert.Equal(ChangeOutcome.ProjectChanged, await ChangeAsync(1, new("gitlab", "23", Shown, null, null), new("gitlab", "24", Shown, null, null)));

        Assert.Equal((0, 0, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task What_was_decided_before_a_confirmation_is_decided_again()
    {
        await GrantAsync("22", null, First);
        await ChangeAsync(1, new Confirmation("gitlab", "23", First, null, "22"));

        Assert.Equal(CommitOutcome.Superseded, await Database.Journal.CommitAsync(Samples.Entry(revision: 1), Ct));
        Assert.Equal(CommitOutcome.Superseded, await Node().Journal.CommitAsync(Samples.Entry(revision: 1), Ct));
    }

    [Fact]
    public async Task A_confirmation_is_written_on_whatever_revision_others_made_meanwhile()
    {
        for (var revision = 1; revision <= 3; revision++)
            await Store.ChangeAsync(Samples.Change(revision), Ct);

        Assert.True(await new Confirmer(Store).ConfirmAsync(new("gitlab", "23", Shown, null, null), "cli:root@host", null, Ct));

        await using var context = Database.CreateContext();
        var entry = await context.ChangeLog.OrderBy(row => row.Revision).LastAsync(Ct);
        Assert.Equal(("cli:root@host", "~ projects/gitlab/23: confirmed namespace 8 path Other/App", 5), (entry.Author, entry.Difference, entry.Revision));
    }

    [Fact]
    public async Task Of_administrators_who_confirm_different_things_of_one_project_one_wins_and_the_others_are_told()
    {
        var nodes = new[] { Database, Node() };

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            new Confirmer(nodes[i % 2].Configuration).ConfirmAsync(new("gitlab", "22", new ProjectPin($"{i}", $"group-{i}/app", Samples.Noon), null, null), $"person:{i}", null, Ct), Ct)));

        Assert.Single(won, true);
        var winner = Array.IndexOf(won, true);
        Assert.Equal((new ProjectPin($"{winner}", $"group-{winner}/app", Samples.Noon), "22"), await PinAndOwnerAsync("22", $"group-{winner}/app"));
        Assert.Equal((0, 0, 1, 1), await CountsAsync());
    }

    [Fact]
    public async Task Of_administrators_who_hand_one_path_to_different_projects_one_wins_and_the_others_are_told()
    {
        await GrantAsync("22", null, First);
        var nodes = new[] { Database, Node() };

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            new Confirmer(nodes[i % 2].Configuration).ConfirmAsync(new("gitlab", $"{30 + i}", First, null, "22"), $"person:{i}", null, Ct), Ct)));

        Assert.Single(won, true);
        var winner = $"{30 + Array.IndexOf(won, true)}";
        Assert.Equal((First, winner), await PinAndOwnerAsync(winner, "my-group/app"));
        Assert.Equal((1, 0, 2, 1), await CountsAsync());
        Assert.Equal(new EnrolledProject("gitlab", winner), Assert.Single(await Store.EnrolledProjectsAsync(Ct)));
    }

    [Fact]
    public async Task Of_administrators_who_confirm_different_projects_all_win()
    {
        var nodes = new[] { Database, Node() };

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            new Confirmer(nodes[i % 2].Configuration).ConfirmAsync(new("gitlab", $"{i}", new ProjectPin("7", $"group/{i}", Samples.Noon), null, null), $"person:{i}", null, Ct), Ct)));

        Assert.All(won, Assert.True);
        Assert.Equal((0, 0, 8, 8), await CountsAsync());
    }

    [Fact]
    public async Task Beside_grants_that_move_the_path_a_confirmation_is_either_before_or_told()
    {
        var other = Node();
        for (var round = 0; round < 20; round++)
        {
            var project = $"{100 + round}";
            var before = new ProjectPin("7", $"round-{round}/before", Samples.Noon);
            var moved = new ProjectPin("7", $"round-{round}/moved", Samples.Noon.AddMinutes(1));
            var revision = await Store.RevisionAsync(Ct);
            await GrantAsync(project, null, before, revision);

            var grant = Task.Run(() => other.Journal.CommitAsync(Samples.Entry(revision: revision, pin: new PinChange("gitlab", project, before, moved, moved.Path)), Ct).AsTask(), Ct);
            var confirmed = await new Confirmer(Store).ConfirmAsync(new("gitlab", project, Shown with { Path = $"round-{round}/shown" }, before, null), "cli:root@host", null, Ct);

            // One of the two, never both: a grant after the confirmation was decided before it.
            Assert.Equal(confirmed ? CommitOutcome.Superseded : CommitOutcome.Committed, await grant);
            Assert.Equal(confirmed ? $"round-{round}/shown" : moved.Path, (await FindAsync(project, "")).Pin!.Path);
        }
    }

    [Fact]
    public async Task Beside_another_projects_grant_under_the_same_path_one_of_both_gets_it()
    {
        var other = Node();
        for (var round = 0; round < 20; round++)
        {
            var pin = new ProjectPin("7", $"Round/{round}", Samples.Noon);
            var revision = await Store.RevisionAsync(Ct);

            var grant = Task.Run(() => other.Journal.CommitAsync(Samples.Entry(revision: revision, pin: new PinChange("gitlab", $"{200 + round}", null, pin, pin.Path)), Ct).AsTask(), Ct);
            var confirmed = await new Confirmer(Store).ConfirmAsync(new("gitlab", $"{300 + round}", pin, null, null), "cli:root@host", null, Ct);

            Assert.Equal(confirmed ? CommitOutcome.Superseded : CommitOutcome.Committed, await grant);
            Assert.Equal($"{(confirmed ? 300 : 200) + round}", (await FindAsync("1", $"round/{round}")).PathOwner);
        }

        Assert.Equal(20, (await CountsAsync()).Pins);
    }

    private Task<ChangeOutcome> ChangeAsync(long revision, params IEnumerable<Confirmation> confirmations) =>
        Store.ChangeAsync(Samples.Change(revision) with { Confirm = [.. confirmations] }, Ct);

    private async Task GrantAsync(string project, ProjectPin? seen, ProjectPin pin, long revision = 1) => Assert.Equal(
        CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(revision: revision, pin: new PinChange("gitlab", project, seen, pin, pin.Path)), Ct));

    private async Task<(ProjectPin? Pin, string? Owner)> PinAndOwnerAsync(string project, string path)
    {
        var view = await FindAsync(project, path);
        return (view.Pin, view.PathOwner);
    }

    private ValueTask<ProjectView> FindAsync(string project, string foldedPath) => Store.FindProjectAsync(new ProjectQuery("gitlab", project, foldedPath, null, null), Ct);
}
