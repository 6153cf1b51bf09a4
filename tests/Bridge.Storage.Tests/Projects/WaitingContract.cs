using System.Text.Json;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Storage.Projects;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Projects;

public sealed class SqliteWaitingTests : WaitingContract<SqliteHome>;

public sealed class PostgreSqlWaitingTests : WaitingContract<PostgreSqlHome>;

/// <summary>Who waits for an administrator, found in the records.</summary>
public abstract class WaitingContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly ProjectPin First = new("7", "My-Group/app", Samples.Noon);
    private static readonly ProjectPin Shown = new("8", "Other/App", Samples.Noon.AddHours(1));

    [Fact]
    public async Task Nobody_waits_where_nothing_was_refused()
    {
        await StartAsync();
        await GrantAsync("22", First);

        Assert.Empty((await WaitingAsync()).Items);
        Assert.Null(await FindAsync("22"));
        Assert.Null(await FindAsync("23"));
    }

    [Fact]
    public async Task A_recycled_project_waits_with_the_owner_of_its_path()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("23", Reason.ProjectRecycled, First with { NamespaceId = "9" }, "22", First.Path);

        var waits = await OneAsync("23");

        Assert.Equal(new Confirmation("gitlab", "23", First with { NamespaceId = "9" }, null, "22"), waits.Confirmation);
        Assert.Null(waits.Pin);
        Assert.False(waits.Enrolled);
        var reason = Assert.Single(waits.Reasons);
        Assert.Equal((Reason.ProjectRecycled, "22", First.Path, "deploy", 1), (reason.Reason, reason.Expected, reason.Actual, reason.RelyingParty, reason.Count));
    }

    [Fact]
    public async Task A_transferred_project_waits_with_both_namespaces()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("22", Reason.ProjectTransferred, Shown, "7", "8");

        var waits = await OneAsync("22");

        Assert.Equal(new Confirmation("gitlab", "22", Shown, First, null), waits.Confirmation);
        Assert.Equal(First, waits.Pin);
        Assert.Equal(("7", "8"), (waits.Reasons[0].Expected, waits.Reasons[0].Actual));
    }

    [Fact]
    public async Task A_moved_project_waits_with_both_paths()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("22", Reason.GroupMoved, Shown with { NamespaceId = "7" }, First.Path, Shown.Path);

        Assert.Equal(new Confirmation("gitlab", "22", Shown with { NamespaceId = "7" }, First, null), (await OneAsync("22")).Confirmation);
    }

    [Fact]
    public async Task An_unconfirmed_project_waits_with_the_relying_party_that_demands_it()
    {
        await StartAsync();
        await RefuseAsync("22", Reason.ProjectUnconfirmed, Shown, null, "22", name: "job_party");

        var waits = await OneAsync("22");

        Assert.Equal(new Confirmation("gitlab", "22", Shown, null, null), waits.Confirmation);
        Assert.Equal((Reason.ProjectUnconfirmed, "deploy"), (waits.Reasons[0].Reason, waits.Reasons[0].RelyingParty));
    }

    [Fact]
    public async Task Confirmed_it_waits_no_longer()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("22", Reason.ProjectTransferred, Shown, "7", "8");
        await RefuseAsync("23", Reason.ProjectRecycled, First, "22", First.Path);
        await RefuseAsync("24", Reason.ProjectUnconfirmed, Shown with { Path = "c/d" }, null, "24");

        foreach (var project in (await WaitingAsync()).Items)
            Assert.True(await new Confirmer(Database.Configuration).ConfirmAsync(project.Confirmation!, "cli:root@host", null, Ct));

        Assert.Empty((await WaitingAsync()).Items);
        Assert.Null(await FindAsync("22"));
        Assert.True((await Database.Configuration.FindProjectAsync(new("gitlab", "22", "", null, null), Ct)).Enrolled);
    }

    [Fact]
    public async Task What_waits_for_two_reasons_is_one_project_with_both()
    {
        await StartAsync();
        await GrantAsync("22", First);
        var moved = Shown with { NamespaceId = "7" };
        await RefuseAsync("22", Reason.ProjectUnconfirmed, First, null, "22", minutes: 1);
        await RefuseAsync("22", Reason.GroupMoved, moved, First.Path, moved.Path, minutes: 2);
        await RefuseAsync("22", Reason.GroupMoved, moved with { PathIssuedAt = Samples.Noon.AddHours(2) }, First.Path, moved.Path, minutes: 3);

        var waits = await OneAsync("22");

        Assert.Equal([Reason.GroupMoved, Reason.ProjectUnconfirmed], waits.Reasons.Select(reason => reason.Reason));
        Assert.Equal([2, 1], waits.Reasons.Select(reason => reason.Count));
        Assert.Equal((Samples.Noon.AddMinutes(2), Samples.Noon.AddMinutes(3)), (waits.Reasons[0].First, waits.Reasons[0].Last));
        Assert.Equal(moved with { PathIssuedAt = Samples.Noon.AddHours(2) }, waits.Confirmation!.Pin);
        Assert.True(await new Confirmer(Database.Configuration).ConfirmAsync(waits.Confirmation, "cli:root@host", null, Ct));
        Assert.Null(await FindAsync("22"));
    }

    [Fact]
    public async Task A_late_token_from_before_a_confirmation_does_not_offer_to_move_the_project_back()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await new Confirmer(Database.Configuration).ConfirmAsync(new("gitlab", "22", Shown, First, null), "cli:root@host", null, Ct);

        await RefuseAsync("22", Reason.ProjectTransferred, First, "8", "7", revision: 3);

        Assert.Null(await FindAsync("22"));
    }

    [Fact]
    public async Task Who_was_granted_under_another_path_since_does_not_wait_for_the_one_before()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("23", Reason.ProjectRecycled, First, "22", First.Path);
        await GrantAsync("23", new ProjectPin("9", "free/path", Samples.Noon.AddHours(2)));

        Assert.Null(await FindAsync("23"));
    }

    [Fact]
    public async Task An_unconfirmed_project_that_moved_since_is_confirmed_where_it_is_now()
    {
        await StartAsync();
        await RefuseAsync("22", Reason.ProjectUnconfirmed, First, null, "22");
        await GrantAsync("22", Shown);

        Assert.Equal(new Confirmation("gitlab", "22", Shown, Shown, "22"), (await OneAsync("22")).Confirmation);
    }

    [Fact]
    public async Task An_unconfirmed_project_whose_path_was_handed_on_does_not_get_it_back_by_its_old_refusal()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("22", Reason.ProjectUnconfirmed, First, null, "22");
        await new Confirmer(Database.Configuration).ConfirmAsync(new("gitlab", "23", First, null, "22"), "cli:root@host", null, Ct);

        Assert.Null(await FindAsync("22"));
    }

    [Fact]
    public async Task Of_two_that_wait_for_one_path_the_second_waits_for_the_first_to_be_its_owner()
    {
        await StartAsync();
        await GrantAsync("22", First);
        await RefuseAsync("23", Reason.ProjectRecycled, First, "22", First.Path);
        await RefuseAsync("24", Reason.ProjectRecycled, First, "22", First.Path);
        var second = (await OneAsync("24")).Confirmation!;

        Assert.True(await new Confirmer(Database.Configuration).ConfirmAsync((await OneAsync("23")).Confirmation!, "cli:root@host", null, Ct));

        Assert.False(await new Confirmer(Database.Configuration).ConfirmAsync(second, "cli:root@host", null, Ct));
        Assert.Equal("23", (await OneAsync("24")).Confirmation!.SeenOwner);
    }

    [Fact]
    public async Task For_a_forks_job_the_project_that_it_ran_in_waits()
    {
        await StartAsync();
        await GrantAsync("22", First);
        foreach (var fork in (string[])["98", "99"])
        {
            var record = Refusal("23", Reason.ProjectRecycled, First with { NamespaceId = "9" }, "22", First.Path, "job_project_path", prefix: "job_") with { ProjectId = fork };
            Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(new JournalEntry(record, 2, null, null), Ct));
        }

        var waits = Assert.Single((await WaitingAsync()).Items);

        Assert.Equal(new Confirmation("gitlab", "23", First with { NamespaceId = "9" }, null, "22"), waits.Confirmation);
        Assert.Equal(2, Assert.Single(waits.Reasons).Count);
    }

    [Theory]
    [InlineData("project_path")]
    [InlineData("namespace_id")]
    [InlineData("iat")]
    public async Task What_a_record_does_not_hold_in_full_is_told_and_cannot_be_confirmed(string missing)
    {
        await StartAsync();
        await GrantAsync("22", First);
        var record = Refusal("23", Reason.ProjectRecycled, First, "22", First.Path, "project_path");
        record = record with { Claims = record.Claims!.Replace($"\"{missing}\"", "\"left_out\"", StringComparison.Ordinal) };
        await Database.Journal.CommitAsync(new JournalEntry(record, 2, null, null), Ct);

        Assert.Null((await OneAsync("23")).Confirmation);
    }

    [Fact]
    public async Task Only_refusals_since_the_pin_are_counted_and_only_so_many()
    {
        await StartAsync();
        await RefuseAsync("22", Reason.ProjectRecycled, First, "21", First.Path, minutes: -60);
        await GrantAsync("22", First);
        for (var i = 1; i <= WaitingReason.MostCounted + 3; i++)
            _ = Database.Journal.CommitAsync(new JournalEntry(Refusal("22", Reason.ProjectTransferred, Shown, "7", "8", "namespace_id", i), 2, null, null), Ct).AsTask();
        await RefuseAsync("22", Reason.ProjectTransferred, Shown, "7", "8", minutes: 9999);
        await RefuseAsync("22", Reason.ProjectTransferred, Shown, "7", "8", minutes: -30);

        var reason = Assert.Single((await OneAsync("22")).Reasons);

        Assert.Equal((WaitingReason.MostCounted, Samples.Noon.AddMinutes(1), Samples.Noon.AddMinutes(9999)), (reason.Count, reason.First, reason.Last));
    }

    [Fact]
    public async Task Pages_of_any_length_hold_everyone_once_over_all_issuers_and_go_by_key()
    {
        await StartAsync(Samples.Issuer("another", "a:"), Samples.Issuer("third", "t:"));
        var expected = new List<ProjectKey>();
        foreach (var issuer in (string[])["another", "gitlab"])
        {
            for (var i = 10; i < 40; i++)
            {
                var revision = await Database.Configuration.RevisionAsync(Ct);
                var record = Refusal($"{i}", Reason.ProjectUnconfirmed, Shown with { Path = $"g/{i}" }, null, $"{i}", "deploy") with { Issuer = issuer };
                await Database.Journal.CommitAsync(new JournalEntry(record, revision, null, null), Ct);
                // Two of three were confirmed.
                if (i % 3 == 0)
                    expected.Add(new ProjectKey(issuer, $"{i}"));
                else
                    Assert.True(await new Confirmer(Database.Configuration).ConfirmAsync((await Database.Projects.FindWaitingAsync(new(issuer, $"{i}"), Ct))!.Confirmation!, "test", null, Ct));
            }
        }

        foreach (var limit in (int[])[1, 3, 7, 1000])
        {
            var found = new List<ProjectKey>();
            for (var (after, more) = ((ProjectKey?)null, true); more; more = after is not null)
            {
                var page = await Database.Projects.WaitingAsync(null, after, limit, Ct);
                Assert.InRange(page.Items.Length, 0, limit);
                found.AddRange(page.Items.Select(project => project.Key));
                after = page.Next;
            }

            Assert.Equal(expected, found);
        }

        Assert.Equal(10, (await Database.Projects.WaitingAsync("another", null, 100, Ct)).Items.Length);
        Assert.Empty((await Database.Projects.WaitingAsync("unknown", null, 100, Ct)).Items);
    }

    [Fact]
    public async Task Nobody_of_a_deleted_issuer_waits()
    {
        await StartAsync();
        await RefuseAsync("22", Reason.ProjectUnconfirmed, Shown, null, "22");
        await Database.Configuration.ChangeAsync(Samples.Change(2) with { Delete = [(Section.Issuers, "gitlab")] }, Ct);

        Assert.Empty((await WaitingAsync()).Items);
        Assert.Null(await FindAsync("22"));
    }

    private static ExchangeRecord Refusal(string waiting, Reason reason, ProjectPin shown, string? expected, string? actual, string? name, double minutes = 0, string prefix = "") => Samples.Granted(Samples.Noon.AddMinutes(minutes)) with
    {
        Reason = RefusalTable.Of(reason).Code,
        ReasonName = name,
        Expected = expected,
        Actual = actual,
        ProjectId = waiting,
        WaitingProjectId = waiting,
        IssuedTokenId = null,
        Claims = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            [$"{prefix}namespace_id"] = shown.NamespaceId,
            [$"{prefix}project_path"] = shown.Path,
            ["iat"] = shown.PathIssuedAt.ToUnixTimeSeconds(),
        }),
    };

    private async Task StartAsync(params IEnumerable<Definition> more) =>
        Assert.Equal(ChangeOutcome.Written, await Database.Configuration.ChangeAsync(Samples.Change(1, [Samples.Issuer("gitlab"), .. more]), Ct));

    private async Task RefuseAsync(string waiting, Reason reason, ProjectPin shown, string? expected, string? actual, string? name = null, double minutes = 0, long revision = 2) => Assert.Equal(
        CommitOutcome.Committed, await Database.Journal.CommitAsync(new JournalEntry(Refusal(waiting, reason, shown, expected, actual, name, minutes), revision, null, null), Ct));

    private async Task GrantAsync(string project, ProjectPin pin) => Assert.Equal(
        CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(Samples.Granted() with { ProjectId = project }, 2, pin: new PinChange("gitlab", project, null, pin, pin.Path)), Ct));

    private Task<Page<WaitingProject, ProjectKey>> WaitingAsync() => Database.Projects.WaitingAsync(null, null, 100, Ct);

    private Task<WaitingProject?> FindAsync(string project) => Database.Projects.FindWaitingAsync(new ProjectKey("gitlab", project), Ct);

    // As a list and by its key it must be the same.
    private async Task<WaitingProject> OneAsync(string project)
    {
        var waits = await FindAsync(project);
        var listed = Assert.Single((await WaitingAsync()).Items, one => one.Key.ProjectId == project);
        Assert.Equal((waits!.Key, waits.Pin, waits.Enrolled, waits.Confirmation), (listed.Key, listed.Pin, listed.Enrolled, listed.Confirmation));
        Assert.Equal(waits.Reasons, listed.Reasons);
        return waits;
    }
}
