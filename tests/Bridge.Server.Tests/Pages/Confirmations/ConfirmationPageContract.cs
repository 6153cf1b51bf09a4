using Bridge.Access;
using Bridge.Refusals;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Pages.Confirmations;

public sealed class SqliteConfirmationPageTests(SqliteWorld world) : ConfirmationPageContract<SqliteWorld>(world);

public sealed class PostgreSqlConfirmationPageTests(PostgreSqlWorld world) : ConfirmationPageContract<PostgreSqlWorld>(world);

/// <summary>Projects that wait, and what an administrator does about them on the pages.</summary>
public abstract class ConfirmationPageContract<TWorld>(TWorld world) : PageWorldTest<TWorld>(world)
    where TWorld : World
{
    private const string Deploy = "https://deploy.test";
    private const string Careful = "https://careful.test";

    [Fact]
    public async Task Recycled_path_is_told_with_both_projects_and_confirmed_by_typing_it()
    {
        var (first, second) = (World.NewProjectId(), World.NewProjectId());
        var path = $"recycled/{first}";
        await GrantedAsync(JobOf(first, path), Deploy);
        var refused = await RefusedAsync(Reason.ProjectRecycled, JobOf(second, path), Deploy, first, path);

        var browser = await BrowserOfAsync(Role.Admin);
        var list = await browser.GetAsync("/confirmations", Ct);
        Assert.Contains($"The path {path} belonged to project {first}. One job was refused for it", Words(list), StringComparison.Ordinal);
        Assert.Contains($"href=\"/exchanges/{refused.Id}\"", list.Html, StringComparison.Ordinal);

        var confirm = $"/confirmations/main/{second}";
        var page = await browser.GetAsync(confirm, Ct);
        Assert.Contains($"The path is taken from project {first}", page.Text, StringComparison.Ordinal);
        var wrong = await browser.SendAsync(confirm, [("typed", "something else"), ("Why", "asked the owner")], "shown", Ct);
        Assert.Contains("This is not the path.", wrong.Text, StringComparison.Ordinal);
        Assert.Equal("asked the owner", wrong.Fields("shown")["Why"]);
        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, path), Deploy, first, path);

        Assert.Equal("/confirmations", (await browser.SendAsync(confirm, [("typed", path), ("Why", "asked the owner")], "shown", Ct)).Location);
        await GrantedAsync(JobOf(second, path), Deploy);
        var entry = (await Bridge.Engine.Database.History.EntriesAsync(new(), null, 1, Ct))[0];
        Assert.Equal(("person:main/902", "asked the owner"), (entry.Author, entry.Why));
        Assert.Equal(404, (await browser.GetAsync(confirm, Ct)).Status);
        Assert.Contains($"{path} is confirmed", (await browser.GetAsync("/confirmations", Ct)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(path, (await browser.GetAsync("/confirmations", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_it_was_shown_is_not_confirmed()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"before/{project}"), Deploy);
        await RefusedAsync(Reason.ProjectTransferred, JobOf(project, $"after/{project}", ("namespace_id", "80")), Deploy, "72", "80");
        var browser = await BrowserOfAsync(Role.Admin);
        var fields = (await browser.GetAsync($"/confirmations/main/{project}", Ct)).Fields("shown");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(Reason.ProjectTransferred, JobOf(project, $"elsewhere/{project}", ("namespace_id", "81")), Deploy, "72", "81");

        var told = await browser.PostAsync($"/confirmations/main/{project}", fields, Ct);
        Assert.Contains("not what was shown to you", told.Text, StringComparison.Ordinal);
        Assert.Contains($"elsewhere/{project}", told.Text, StringComparison.Ordinal);
        await RefusedAsync(Reason.ProjectTransferred, JobOf(project, $"elsewhere/{project}", ("namespace_id", "81")), Deploy, "72", "81");

        Assert.Equal(302, (await browser.PostAsync($"/confirmations/main/{project}", told.Fields("shown"), Ct)).Status);
        await GrantedAsync(JobOf(project, $"elsewhere/{project}", ("namespace_id", "81")), Deploy);
    }

    [Fact]
    public async Task New_project_is_enrolled_with_one_press()
    {
        var project = World.NewProjectId();
        await RefusedAsync(Reason.ProjectUnconfirmed, JobOf(project, $"new/{project}"), Careful, actual: project);
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Contains("It is enrolled", (await browser.GetAsync($"/confirmations/main/{project}", Ct)).Text, StringComparison.Ordinal);
        await browser.SendAsync($"/confirmations/main/{project}", [], "shown", Ct);
        await GrantedAsync(JobOf(project, $"new/{project}"), Careful);
    }

    [Fact]
    public async Task Auditor_sees_who_waits_and_confirms_nobody()
    {
        var project = World.NewProjectId();
        await RefusedAsync(Reason.ProjectUnconfirmed, JobOf(project, $"new/{project}"), Careful, actual: project);
        var browser = await BrowserOfAsync(Role.Auditor);
        var list = await browser.GetAsync("/confirmations", Ct);
        Assert.Contains($"new/{project}", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"/confirmations/main/{project}", list.Html, StringComparison.Ordinal);
        Assert.Equal(403, (await browser.PostAsync($"/confirmations/main/{project}", list.Fields(), Ct)).Status);
    }

    [Fact]
    public async Task Burned_paths_are_found_by_their_beginning_and_by_their_project()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"burned-{project}/old"), Deploy);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GrantedAsync(JobOf(project, $"burned-{project}/new"), Deploy);
        var browser = await BrowserOfAsync(Role.Auditor);
        foreach (var query in new[] { $"path=Burned-{project}/", $"project_id={project}", $"issuer=main&path=burned-{project}/o" })
            Assert.Contains($"burned-{project}/old {project} of main burned-{project}/new", Words(await browser.GetAsync($"/confirmations/burned?{query}", Ct)), StringComparison.Ordinal);
        Assert.Contains("No such path", (await browser.GetAsync("/confirmations/burned?issuer=other", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_of_projects_that_come_no_more_is_told()
    {
        var (gone, never) = (World.NewProjectId(), World.NewProjectId());
        await Bridge.ApplyAsync($$"""
            relying_parties: [{ id: left-{{gone}}, audience: 'https://left-{{gone}}.test', rules: [{ id: gone, effect: allow, when: { project_id: '{{gone}}' } }] }]
            sub_components: [{ id: left-{{gone}}, issuer: main, project_id: '{{gone}}', components: [project_id] }]
            projects: [{ issuer: main, project_id: '{{never}}' }]
            """, Ct);
        await GrantedAsync(JobOf(gone, $"gone/{gone}"), Deploy);
        var browser = await BrowserOfAsync(Role.Auditor);
        var now = Words(await browser.GetAsync("/confirmations/unseen?days=30", Ct));
        Assert.DoesNotContain($"left-{gone} / gone", now, StringComparison.Ordinal);
        Assert.Contains($"{never} of main yes none of its own never", now, StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromDays(31));
        browser = await BrowserOfAsync(Role.Auditor);
        var later = Words(await browser.GetAsync("/confirmations/unseen?days=30", Ct));
        Assert.Contains($"left-{gone} / gone project {gone} of main 1 month ago", later, StringComparison.Ordinal);
        Assert.Contains($"gone/{gone} {gone} of main no 1 1 month ago", later, StringComparison.Ordinal);
        Assert.DoesNotContain($"left-{gone} / gone", Words(await browser.GetAsync("/confirmations/unseen?days=32", Ct)), StringComparison.Ordinal);
    }
}
