using Bridge.Access;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Pages.Subjects;

/// <summary>The editor of sub components as a plain form.</summary>
public sealed class EditorTests : EditorTest
{
    [Fact]
    public async Task Saved_components_count_from_the_next_exchange_on()
    {
        await ConfigureAsync();
        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:main", await SubAsync());
        var browser = await BrowserOfAsync(Role.Admin);

        var saved = await SendAsync(browser, await browser.GetAsync(Editor, Ct), Editor, fields =>
        {
            Put(fields, "claim", "project_id", "ref", "ref_type");
            Put(fields, "Why", "ids stay");
        });

        Assert.Equal((302, "/projects/main/20"), (saved.Status, saved.Location));
        Assert.Equal("project_id:20:ref:main:ref_type:branch", await SubAsync());
        Assert.Equal("ids stay", (await Bridge.Engine.Database.History.VersionsAsync("sub_components", "main-20", null, 1, Ct))[0].Why);
    }

    [Fact]
    public async Task Buttons_move_add_and_remove_without_scripts_and_write_nothing()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);

        var page = await browser.GetAsync(Editor, Ct);
        page = await SendAsync(browser, page, Editor, fields => Press(fields, "move-up", "ref"));
        Assert.Equal(["project_path", "ref", "ref_type"], Claims(page));
        page = await SendAsync(browser, page, Editor, fields => Press(fields, "add", "environment"));
        page = await SendAsync(browser, page, Editor, fields => Press(fields, "move-down", "project_path"));
        page = await SendAsync(browser, page, Editor, fields => Press(fields, "remove", "ref_type"));
        page = await SendAsync(browser, page, Editor, fields => Press(fields, "move-down", "environment"));
        page = await SendAsync(browser, page, Editor, fields => Press(fields, "add", "environment"));

        Assert.Equal(200, page.Status);
        Assert.Equal(["ref", "project_path", "environment"], Claims(page));
        Assert.Equal(1, (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Version);
    }

    [Fact]
    public async Task Mistakes_stand_beside_their_component_and_what_was_typed_is_kept()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);

        var page = await SendAsync(browser, await browser.GetAsync(Editor, Ct), Editor, fields =>
        {
            Put(fields, "claim", "ref", "project_id", "no_such_claim");
            Put(fields, "omit", "project_id");
            Put(fields, "overflow", "digest");
            Put(fields, "Why", "to see");
        });

        Assert.Equal(200, page.Status);
        Assert.Equal(["ref", "project_id", "no_such_claim"], Claims(page));
        var fields = Fields(page);
        Assert.Contains(new("omit", "project_id"), fields);
        Assert.Contains(new("overflow", "digest"), fields);
        Assert.Contains(new("Why", "to see"), fields);
        Assert.Contains("the first must name the project", page.Html.Split("data-component=\"project_id\"")[0], StringComparison.Ordinal);
        Assert.Contains("no_such_claim is no claim that a sub can be built of", page.Html.Split("data-component=\"no_such_claim\"")[1], StringComparison.Ordinal);
        Assert.Equal(1, (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Version);
    }

    [Fact]
    public async Task Of_two_who_edit_one_the_second_keeps_what_was_typed_and_sees_the_difference()
    {
        await ConfigureAsync();
        var (one, other) = (await BrowserOfAsync(Role.Admin), await BrowserOfAsync(Role.Admin));
        var (first, second) = (await one.GetAsync(Editor, Ct), await other.GetAsync(Editor, Ct));

        Assert.Equal(302, (await SendAsync(one, first, Editor, fields => Put(fields, "claim", "project_id", "ref_type", "ref"))).Status);
        var conflict = await SendAsync(other, second, Editor, fields => Put(fields, "claim", "project_path", "environment"));

        Assert.Equal(200, conflict.Status);
        Assert.Equal(["project_path", "environment"], Claims(conflict));
        Assert.Contains("while you were editing", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("[project_id, ref_type, ref]", conflict.Text, StringComparison.Ordinal);
        Assert.Equal("project_id:20:ref_type:branch:ref:main", await SubAsync());

        Assert.Equal(302, (await SendAsync(other, conflict, Editor)).Status);
        Assert.Equal(["project_path", "environment"], (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Components.Select(component => component.Claim));
    }

    [Fact]
    public async Task New_one_begins_with_what_counts_there_now_and_gets_the_id_of_its_scope()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);
        const string path = "/subjects/new?level=group&issuer=main&group=My-Group/sub&relying_party=deploy";

        var page = await browser.GetAsync(path, Ct);
        Assert.Equal(["project_path", "ref_type", "ref"], Claims(page));
        var saved = await SendAsync(browser, page, path, fields =>
        {
            Put(fields, "group", "My-Group/sub");
            Put(fields, "claim", "project_id", "environment");
            Put(fields, "omit", "environment");
            Put(fields, "locked", "true");
        });

        Assert.Equal((302, "/subjects"), (saved.Status, saved.Location));
        var made = (await Bridge.Engine.Database.Things.FindTemplateAsync("main-my-group-sub-deploy", Ct))!;
        Assert.Equal(("My-Group/sub", "deploy", true), (made.Group, made.RelyingParty, made.Locked));
        Assert.Equal([("project_id", false), ("environment", true)], made.Components.Select(component => (component.Claim, component.Omit)));
    }

    [Fact]
    public async Task As_GitLab_made_it_takes_no_components_along()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);

        Assert.Equal(302, (await SendAsync(browser, await browser.GetAsync(Editor, Ct), Editor, fields => Put(fields, "made", "as_it_came"))).Status);

        var saved = (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!;
        Assert.True(saved.AsItCame);
        Assert.Empty(saved.Components);
    }

    [Fact]
    public async Task Deleting_asks_first_says_what_counts_then_and_does_not_delete_what_was_not_seen()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Admin);
        var question = await browser.GetAsync("/subjects/delete/main-20", Ct);
        Assert.Contains("GitLab's default counts instead: project_path, ref_type, ref", question.Text, StringComparison.Ordinal);

        await SendAsync(browser, await browser.GetAsync(Editor, Ct), Editor, fields => Put(fields, "claim", "project_id", "ref_type", "ref"));
        var changed = await browser.PostAsync("/subjects/delete/main-20", question.Fields("Version"), Ct);
        Assert.Contains("nothing was deleted", changed.Text, StringComparison.Ordinal);
        Assert.NotNull(await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct));

        Assert.Equal((302, "/projects/main/20"), (await browser.PostAsync("/subjects/delete/main-20", changed.Fields("Version"), Ct)) is var gone ? (gone.Status, gone.Location) : default);
        Assert.Null(await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct));
    }

    [Fact]
    public async Task Auditor_looks_and_tries_and_saves_nothing()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Auditor);
        var page = await browser.GetAsync(Editor, Ct);

        Assert.Equal(200, page.Status);
        Assert.DoesNotContain(">Save</button>", page.Html.Split("id=\"fields\"")[1], StringComparison.Ordinal);
        Assert.Equal(403, (await SendAsync(browser, page, Editor, fields => Put(fields, "claim", "project_id"))).Status);
        Assert.Equal(403, (await browser.GetAsync("/subjects/new", Ct)).Status);
        Assert.Equal(403, (await browser.GetAsync("/subjects/delete/main-20", Ct)).Status);
        Assert.Equal(1, (await Bridge.Engine.Database.Things.FindTemplateAsync("main-20", Ct))!.Version);
    }

    [Fact]
    public async Task List_shows_every_level_with_filters_in_the_address()
    {
        await ConfigureAsync(Templates + """

              - { id: shop, issuer: main, group: Shop, components: [project_id, { claim: environment, missing: omit }], locked: true }
              - { id: instance, components: [project_id] }
            """);
        var browser = await BrowserOfAsync(Role.Auditor);

        Assert.Equal(["instance", "main-20", "main-21", "shop"], await ListedAsync(browser, ""));
        Assert.Equal(["shop"], await ListedAsync(browser, "?group=shop"));
        Assert.Equal(["main-20", "main-21"], await ListedAsync(browser, "?level=project&issuer=main"));
        Assert.Equal([], await ListedAsync(browser, "?relying_party=deploy"));
        Assert.Contains("environment?", (await browser.GetAsync("/subjects?level=group", Ct)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/subjects/new", (await browser.GetAsync("/subjects", Ct)).Html, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> ListedAsync(PageClient browser, string query) =>
        System.Text.RegularExpressions.Regex.Matches((await browser.GetAsync($"/subjects{query}", Ct)).Html, "/subjects/edit/(?<id>[^\"]*)\"", default, TimeSpan.FromSeconds(1)).Select(match => match.Groups["id"].Value);
}
