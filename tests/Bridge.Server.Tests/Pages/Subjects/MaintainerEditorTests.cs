using Bridge.Access;
using Bridge.Simulator.Control;
using Xunit;

namespace Bridge.Server.Tests.Pages.Subjects;

/// <summary>What somebody without a role edits: the components of the projects that they maintain in GitLab.</summary>
public sealed class MaintainerEditorTests : EditorTest
{
    [Fact]
    public async Task Maintainer_edits_the_own_project_and_finds_nothing_of_another()
    {
        await ConfigureAsync();
        await SubAsync("21", "my-group/other");
        var browser = await MaintainerAsync();

        var saved = await SendAsync(browser, await browser.GetAsync(Editor, Ct), Editor, fields => Put(fields, "claim", "project_id", "ref_type", "ref"));
        Assert.Equal((302, "/projects/main/20"), (saved.Status, saved.Location));
        Assert.Equal("project_id:20:ref_type:branch:ref:main", await SubAsync());

        foreach (var path in new[] { "/subjects/edit/main-21", "/subjects/delete/main-21", "/subjects/new", "/subjects/new?level=project&issuer=main&project_id=21", "/subjects/preview?level=project&issuer=main&project_id=21&claim=project_id", "/subjects/preview?level=instance&claim=project_id", "/projects/main/21" })
            Assert.Equal((path, 404), (path, (await browser.GetAsync(path, Ct)).Status));
        Assert.DoesNotContain("main-21", (await browser.GetAsync("/subjects", Ct)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("my-group/other", (await browser.GetAsync("/projects", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_that_names_another_project_is_of_no_use()
    {
        await ConfigureAsync();
        var browser = await MaintainerAsync();
        var page = await browser.GetAsync(Editor, Ct);

        Assert.Equal(404, (await SendAsync(browser, page, Editor, fields => Put(fields, "project_id", "21"))).Status);
        Assert.Equal(404, (await SendAsync(browser, page, Editor, fields => Put(fields, "level", "instance"))).Status);
        // The own scope under the id of another project's: there is no such thing for them.
        var other = await SendAsync(browser, page, "/subjects/edit/main-21", fields => Put(fields, "claim", "project_id"));
        Assert.Contains("It is not there any more", other.Text, StringComparison.Ordinal);
        Assert.Equal("project_id:21:ref_type:branch:ref:main", await SubAsync("21", "my-group/other"));
    }

    [Fact]
    public async Task Lock_is_neither_offered_nor_set_nor_taken()
    {
        await ConfigureAsync();
        var browser = await MaintainerAsync();
        var page = await browser.GetAsync(Editor, Ct);
        Assert.DoesNotContain("name=\"locked\"", page.Html, StringComparison.Ordinal);

        var refused = await SendAsync(browser, page, Editor, fields => Put(fields, "locked", "true"));
        Assert.Contains("This needs the right admin.", refused.Text, StringComparison.Ordinal);

        await ConfigureAsync(Templates.Replace("components: [project_path, ref_type, ref]", "components: [project_path], locked: true", StringComparison.Ordinal));
        var locked = await browser.GetAsync(Editor, Ct);
        Assert.Contains("Only an administrator changes it", locked.Text, StringComparison.Ordinal);
        Assert.Contains("This needs the right admin.", (await SendAsync(browser, locked, Editor, fields => Put(fields, "claim", "project_id"))).Text, StringComparison.Ordinal);
        Assert.Equal("project_path:my-group/my-project", await SubAsync());
    }

    [Fact]
    public async Task While_GitLab_is_down_the_editor_can_be_looked_at_and_keeps_what_was_typed()
    {
        await ConfigureAsync();
        var browser = await MaintainerAsync();
        var page = await browser.GetAsync(Editor, Ct);

        GitLab.Outage = new Outage(OutageMode.Refuse);
        var refused = await SendAsync(browser, page, Editor, fields => Put(fields, "claim", "project_id"));
        Assert.Equal(403, refused.Status);
        Assert.Equal(["project_id"], Claims(refused));
        Assert.Contains("GitLab is out of reach, so Bridge cannot ask it whether you may do this. Nothing was written", refused.Text, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromMinutes(6));
        var looked = await browser.GetAsync(Editor, Ct);
        Assert.Equal(200, looked.Status);
        Assert.Contains("you can look at everything that you saw before, and change nothing", looked.Text, StringComparison.Ordinal);

        GitLab.Outage = Outage.None;
        Assert.Equal(302, (await SendAsync(browser, refused, Editor)).Status);
    }

    [Fact]
    public async Task Services_that_somebody_has_nothing_to_do_with_are_not_named()
    {
        await ConfigureAsync();
        const string query = "/subjects/preview?id=main-20&level=project&issuer=main&project_id=20&made=components&claim=project_id&claim=ref&claim=ref_type";

        Assert.Contains("cloud", (await (await BrowserOfAsync(Role.Admin)).GetAsync(query, Ct)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cloud", (await (await MaintainerAsync()).GetAsync(query, Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Developer_edits_nothing()
    {
        await ConfigureAsync();
        var browser = await MaintainerAsync(2);
        Assert.Equal(404, (await browser.GetAsync(Editor, Ct)).Status);
        Assert.Equal(404, (await browser.GetAsync("/projects/main/20", Ct)).Status);
    }

    [Fact]
    public async Task Components_can_be_set_before_the_first_job()
    {
        var browser = await MaintainerAsync();
        Assert.Contains("No job of project 20 came yet", (await browser.GetAsync("/projects?search=20", Ct)).Text, StringComparison.Ordinal);
        const string path = "/subjects/new?level=project&issuer=main&project_id=20";

        Assert.Equal(302, (await SendAsync(browser, await browser.GetAsync(path, Ct), path, fields => Put(fields, "claim", "project_id"))).Status);

        Assert.Equal("project_id", Assert.Single((await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Components).Claim);
    }
}
