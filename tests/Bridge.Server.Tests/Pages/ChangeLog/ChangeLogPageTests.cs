using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Tests.Admin.SignIn;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Pages.ChangeLog;

/// <summary>The pages of the change log: who changed what, the versions of one thing, and the way back.</summary>
public sealed class ChangeLogPageTests : SignInTest
{
    private const string Versions = "/change-log/versions/relying_parties/deploy";
    private const string RollBack = "/change-log/roll-back/relying_parties/1/deploy";

    [Fact]
    public async Task Change_is_told_with_the_name_of_its_author_and_each_part_before_and_after()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        await PutAsync("5m");
        await PutAsync("15m");
        var done = await browser.SendAsync(RollBack, [("Why", "too long for deploys")], "Version", Ct);
        Assert.Equal(Versions, done.Location);

        var log = await browser.GetAsync("/change-log", Ct);
        Assert.Contains("Sam Admin", log.Text, StringComparison.Ordinal);
        Assert.Contains("too long for deploys", log.Text, StringComparison.Ordinal);
        var revision = await Bridge.Engine.Database.Configuration.RevisionAsync(Ct);
        var change = await browser.GetAsync($"/change-log/{revision}", Ct);
        Assert.Contains("relying_parties / deploy", change.Text, StringComparison.Ordinal);
        Assert.Contains("Before: 15m", Words(change), StringComparison.Ordinal);
        Assert.Contains("After: 5m", Words(change), StringComparison.Ordinal);
        Assert.Contains((await Bridge.Engine.Database.History.EntryAsync(revision, Ct))!.Hash!, change.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync($"/change-log/{revision + 1}", Ct)).Status);
    }

    [Fact]
    public async Task Filters_stand_in_the_address()
    {
        var browser = await BrowserOfAsync(Role.Auditor);
        await PutAsync("5m");
        Assert.Contains("relying_parties/deploy", (await browser.GetAsync("/change-log?section=relying_parties&id=deploy&author=test&since=2000-01-01", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("No change is like this", (await browser.GetAsync("/change-log?author=person:main/7", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("No change is like this", (await browser.GetAsync("/change-log?until=2000-01-01", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("Which section", (await browser.GetAsync("/change-log?id=deploy", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("A day such as", (await browser.GetAsync("/change-log?since=yesterday", Ct)).Text, StringComparison.Ordinal);
        var today = Clock.GetUtcNow().ToString("yyyy-MM-dd");
        Assert.Contains("relying_parties/deploy", (await browser.GetAsync($"/change-log?since={today}&until={today}", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_goes_on_by_the_revision_it_ended_with()
    {
        var browser = await BrowserOfAsync(Role.Auditor);
        for (var minutes = 5; minutes <= 60; minutes++)
            await PutAsync($"{minutes}m");
        var first = await browser.GetAsync("/change-log?section=relying_parties", Ct);
        Assert.DoesNotContain("chevrons-left", first.Html, StringComparison.Ordinal);
        var next = await browser.GetAsync(System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(first.Html, "href=\"(?<next>[^\"]*after=[^\"]*)\"", default, TimeSpan.FromSeconds(1)).Groups["next"].Value), Ct);
        Assert.Contains("+ relying_parties/deploy", next.Text, StringComparison.Ordinal);
        Assert.Contains("chevrons-left", next.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_versions_are_compared_in_either_order()
    {
        var browser = await BrowserOfAsync(Role.Auditor);
        await PutAsync("5m");
        await PutAsync("15m");
        foreach (var query in new[] { "?one=1&other=2", "?one=2&other=1" })
        {
            var page = await browser.GetAsync(Versions + query, Ct);
            Assert.Contains("From version 1 to version 2", page.Text, StringComparison.Ordinal);
            Assert.Contains("Before: 5m After: 15m", Words(page), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Roll back", (await browser.GetAsync(Versions, Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await browser.GetAsync(RollBack, Ct)).Status);
    }

    [Fact]
    public async Task Rolling_back_what_somebody_else_changed_meanwhile_writes_nothing_and_shows_both()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        await PutAsync("5m");
        await PutAsync("15m");
        var fields = (await browser.GetAsync(RollBack, Ct)).Fields("Version");
        await PutAsync("20m");

        var told = await browser.PostAsync(RollBack, fields, Ct);
        Assert.Equal(200, told.Status);
        Assert.Contains("test saved this", Words(told), StringComparison.Ordinal);
        Assert.Contains("20m", told.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await VersionsAsync()).Length);

        Assert.Equal(Versions, (await browser.PostAsync(RollBack, told.Fields("Version"), Ct)).Location);
        Assert.Contains("5m", (await VersionsAsync())[0].Item.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_deleted_is_made_again_and_is_checked_against_what_stands_now()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        await PutAsync("5m");
        await Bridge.ApplyAsync("relying_parties: { prune: true, items: [{ id: other, audience: 'https://deploy.test' }] }", Ct);
        var refused = await browser.SendAsync(RollBack, [], "Version", Ct);
        Assert.Equal(200, refused.Status);
        Assert.Contains("audience", refused.Text, StringComparison.Ordinal);

        await Bridge.ApplyAsync("relying_parties: { prune: true, items: [{ id: other, audience: 'https://other.test' }] }", Ct);
        Assert.Equal(Versions, (await browser.SendAsync(RollBack, [], "Version", Ct)).Location);
        Assert.Contains("made again", (await browser.GetAsync(Versions, Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maintainer_sees_and_rolls_back_the_sub_components_of_own_projects_alone()
    {
        await PutAsync("5m");
        foreach (var components in new[] { "project_path", "project_path, ref" })
        {
            await Bridge.ApplyAsync($$"""
                sub_components:
                  - { id: own, issuer: main, project_id: '20', components: [{{components}}] }
                  - { id: foreign, issuer: main, project_id: '21', components: [{{components}}] }
                """, Ct);
        }

        var browser = await SignedInAsync(1);
        Assert.Contains("Roll back", (await browser.GetAsync("/change-log/versions/sub_components/own", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/change-log/versions/sub_components/own", (await browser.SendAsync("/change-log/roll-back/sub_components/1/own", [], "Version", Ct)).Location);
        var page = await browser.GetAsync("/change-log/versions/sub_components/own", Ct);
        Assert.Contains("Ada Maintainer", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/change-log\"", page.Html, StringComparison.Ordinal);
        foreach (var path in new[]
        {
            "/change-log", "/change-log/2", Versions, "/change-log/versions/sub_components/foreign", "/change-log/versions/issuers/main", "/change-log/versions/people/main/1",
            RollBack, "/change-log/roll-back/sub_components/1/foreign",
        })
            Assert.Equal(404, (await browser.GetAsync(path, Ct)).Status);
        Assert.Equal(404, (await browser.PostAsync("/change-log/roll-back/sub_components/1/foreign", page.Fields().Append(new("Version", "2")), Ct)).Status);
    }

    [Fact]
    public async Task Lock_is_rolled_back_by_an_administrator_alone()
    {
        await Bridge.ApplyAsync("sub_components: [{ id: own, issuer: main, project_id: '20', components: [project_path], locked: true }]", Ct);
        await Bridge.ApplyAsync("sub_components: [{ id: own, issuer: main, project_id: '20', components: [project_path] }]", Ct);
        var browser = await SignedInAsync(1);
        Assert.Equal(403, (await browser.GetAsync("/change-log/roll-back/sub_components/1/own", Ct)).Status);
        var fields = (await browser.GetAsync("/change-log/versions/sub_components/own", Ct)).Fields();
        var told = await browser.PostAsync("/change-log/roll-back/sub_components/1/own", fields.Append(new("Version", "2")), Ct);
        Assert.Contains("needs the right admin", told.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await Bridge.Engine.Database.History.VersionsAsync("sub_components", "own", null, 10, Ct)).Length);
    }

    [Theory]
    [InlineData("issuers/1/main", 302)]
    [InlineData("relying_parties/1/deploy", 200)]
    [InlineData("relying_parties/9/deploy", 404)]
    [InlineData("people/1/main/900", 404)]
    [InlineData("nonsense/1/main", 404)]
    public async Task Issuers_ask_for_a_proof_and_what_happened_is_not_undone(string what, int status)
    {
        await PutAsync("5m");
        var browser = await BrowserOfAsync(Role.Admin, Clock.GetUtcNow() - TimeSpan.FromHours(1));
        Assert.Equal(status, (await browser.GetAsync($"/change-log/roll-back/{what}", Ct)).Status);
    }

    [Fact]
    public async Task A_form_does_not_lead_to_another_thing_than_its_address()
    {
        await PutAsync("5m");
        await PutAsync("15m");
        var named = (await Bridge.Engine.Database.Things.FindAsync(Section.Issuers, "main", Ct))!.Version;
        var browser = await BrowserOfAsync(Role.Admin, Clock.GetUtcNow() - TimeSpan.FromHours(1));
        var fields = (await browser.GetAsync(RollBack, Ct)).Fields("Version");
        foreach (var (name, value) in new[] { ("section", "issuers"), ("id", "main"), ("number", "1"), ("issuer", "main") })
            fields[name] = value;

        Assert.Equal(Versions, (await browser.PostAsync(RollBack, fields, Ct)).Location);
        Assert.Equal(named, (await Bridge.Engine.Database.Things.FindAsync(Section.Issuers, "main", Ct))!.Version);
        Assert.Equal(3, (await VersionsAsync()).Length);
    }

    private Task PutAsync(string lifetime) => Bridge.ApplyAsync($"relying_parties: [{{ id: deploy, audience: 'https://deploy.test', lifetime: {lifetime} }}]", Ct);

    private async Task<System.Collections.Immutable.ImmutableArray<Bridge.Configuration.History.ThingVersion>> VersionsAsync() =>
        await Bridge.Engine.Database.History.VersionsAsync("relying_parties", "deploy", null, 10, Ct);

    private static string Words(PageAnswer page) => string.Join(' ', page.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
