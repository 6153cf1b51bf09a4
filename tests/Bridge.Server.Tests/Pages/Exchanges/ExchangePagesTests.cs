using Bridge.Access;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Pages.Exchanges;

/// <summary>The list of exchanges and the page of one.</summary>
public sealed class ExchangePagesTests : RecordedTest
{
    [Fact]
    public async Task Empty_list_says_so_and_where_to_begin()
    {
        var page = await (await BrowserOfAsync(Role.Auditor)).GetAsync("/exchanges", Ct);
        Assert.Contains("No exchange yet", page.Text, StringComparison.Ordinal);
        Assert.Contains("First steps", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_find_by_path_id_or_exchange()
    {
        await ConfigureAsync();
        var granted = await ExchangeAsync(Job(), Open);
        var refused = await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        var browser = await BrowserOfAsync(Role.Auditor);

        var all = await browser.GetAsync("/exchanges", Ct);
        Assert.Contains(granted, all.Html, StringComparison.Ordinal);
        Assert.Contains(refused, all.Html, StringComparison.Ordinal);
        foreach (var query in new[] { "granted=false", "reason=no_rule_matched", "relying_party=production", "ref=feature", "issuer=main&project_id=20&granted=false" })
        {
            var some = await browser.GetAsync($"/exchanges?{query}", Ct);
            Assert.DoesNotContain(granted, some.Html, StringComparison.Ordinal);
            Assert.Contains(refused, some.Html, StringComparison.Ordinal);
        }

        Assert.Equal("/exchanges?relying_party=deploy&issuer=main&project_id=20", (await browser.GetAsync("/exchanges?project=my-group/my-project&relying_party=deploy&reason=", Ct)).Location);
        Assert.Equal($"/exchanges/{refused}", (await browser.GetAsync($"/exchanges?project={refused}", Ct)).Location);
        Assert.Contains("No exchange fits these filters", (await browser.GetAsync("/exchanges?issuer=main&project_id=4711", Ct)).Text, StringComparison.Ordinal);
        Assert.Contains("neither an id nor a path", (await browser.GetAsync("/exchanges?issuer=main&project_id=no%2Fwhere", Ct)).Text, StringComparison.Ordinal);
        var wrong = await browser.GetAsync("/exchanges?since=yesterday&granted=true&reason=no_rule_matched", Ct);
        Assert.Contains("must be a time", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("only grants are looked for", wrong.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claims = '{'")]
    [InlineData("claims = '[]'")]
    [InlineData("claims_left_out = '[', shadow_rules = '[17]'")]
    public async Task A_record_that_cannot_be_read_is_in_the_way_of_no_page(string change)
    {
        await ConfigureAsync();
        var id = await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        await using (var context = Bridge.Engine.Database.CreateContext())
        {
            // It takes braces for parameters.
            Assert.Equal(1, await context.Database.ExecuteSqlRawAsync($"UPDATE exchanges SET {change}".Replace("{", "{{", StringComparison.Ordinal), Ct));
        }

        var browser = await BrowserOfAsync(Role.Admin);
        foreach (var path in new[] { "/", "/exchanges", $"/exchanges/{id}", "/projects/main/20", "/confirmations", "/subjects/new?level=project&issuer=main&project_id=20", "/subjects/preview?level=project&issuer=main&project_id=20&component=project_path", "/relying-parties/production/rules", "/relying-parties/production/recipe" })
        {
            var page = await browser.GetAsync(path, Ct);
            Assert.True(page.Status == 200, $"{path}: {page.Status} {page.Text}");
        }

        Assert.Contains("cannot be decided again: the record cannot be read", (await browser.GetAsync($"/exchanges/{id}?today=true", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_pages_to_older_ones_and_back()
    {
        await ConfigureAsync();
        var first = await ExchangeAsync(Job(), Open);
        for (var i = 0; i < 50; i++)
            await ExchangeAsync(Job(), Open);
        var browser = await BrowserOfAsync(Role.Auditor);

        var newest = await browser.GetAsync("/exchanges?granted=true", Ct);
        Assert.DoesNotContain($"/exchanges/{first}\"", newest.Html, StringComparison.Ordinal);
        Assert.Contains("data-live", newest.Html, StringComparison.Ordinal);
        var older = await browser.GetAsync(Link(newest.Html, "next"), Ct);
        Assert.Contains($"/exchanges/{first}\"", older.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live ", older.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", older.Html, StringComparison.Ordinal);
        var back = await browser.GetAsync(Link(older.Html, "prev"), Ct);
        Assert.DoesNotContain($"/exchanges/{first}\"", back.Html, StringComparison.Ordinal);
        Assert.Contains("data-live", back.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_shows_where_it_stopped_what_was_expected_and_what_to_do()
    {
        await ConfigureAsync();
        var id = await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        var page = await (await BrowserOfAsync(Role.Auditor)).GetAsync($"/exchanges/{id}", Ct);

        Assert.Contains("no_rule_matched", page.Text, StringComparison.Ordinal);
        Assert.Matches("Expected\\s+main", page.Text);
        Assert.Matches("Actual\\s+feature", page.Text);
        Assert.Contains("write a rule for it", page.Text, StringComparison.Ordinal);
        Assert.Matches("Project\\s+passed", page.Text);
        Assert.Matches("Rules\\s+refused", page.Text);
        Assert.Matches("Subject\\s+not reached", page.Text);
        Assert.Contains("shadow rule strict would have changed nothing", page.Text, StringComparison.Ordinal);
        Assert.Contains($"{GitLab.Url}/my-group/my-project/-/jobs/", page.Html, StringComparison.Ordinal);
        foreach (var link in new[] { "/issuers/main", "/relying-parties/production", "/projects/main/20", $"/explain?exchange={id}" })
            Assert.Contains($"href=\"{link}\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_is_tried_again_with_todays_rules()
    {
        await ConfigureAsync();
        var id = await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        var browser = await BrowserOfAsync(Role.Auditor);
        Assert.Contains("Today it would end the same", (await browser.GetAsync($"/exchanges/{id}?today=true", Ct)).Text, StringComparison.Ordinal);

        await Bridge.ApplyAsync($"relying_parties: [{{ id: production, audience: '{MainOnly}', rules: [{{ id: all, effect: allow, everyone: true }}] }}]", Ct);
        var page = await browser.GetAsync($"/exchanges/{id}?today=true", Ct);
        Assert.Contains("Today it would end otherwise", page.Text, StringComparison.Ordinal);
        Assert.Contains("project_path:my-group/my-project:ref_type:branch:ref:feature", page.Text, StringComparison.Ordinal);
        Assert.Matches("today\\s+passes: all", page.Text);
        Assert.Single(await Bridge.Engine.Database.Exchanges.ListAsync(new(), null, 10, Ct));
    }

    [Fact]
    public async Task What_nobody_verified_is_marked_and_escaped()
    {
        await ConfigureAsync();
        var id = await ExchangeAsync(Job()[..^8] + "AAAAAAAA", "https://<script>alert(1)</script>");
        var browser = await BrowserOfAsync(Role.Auditor);

        var page = await browser.GetAsync($"/exchanges/{id}?today=true", Ct);
        Assert.Matches("What the caller said\\s+unverified", page.Text);
        Assert.Contains("cannot be decided again", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.Contains("unverified", (await browser.GetAsync("/exchanges", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync($"/exchanges/{Guid.CreateVersion7()}", Ct)).Status);
    }

    [Fact]
    public async Task Maintainer_sees_the_exchanges_of_own_projects_and_no_word_of_others()
    {
        await ConfigureAsync();
        var mine = await ExchangeAsync(Job(), Open);
        var foreign = await ExchangeAsync(Job(("project_id", "21"), ("project_path", "my-group/other"), ("sub", "project_path:my-group/other:ref_type:branch:ref:main")), Open);
        var nobodys = await ExchangeAsync(Job()[..^8] + "AAAAAAAA", Open);
        var browser = await MaintainerAsync();

        foreach (var path in new[] { "/exchanges", "/exchanges?granted=true", "/exchanges?issuer=main&project_id=20", "/exchanges?relying_party=deploy" })
        {
            var list = await browser.GetAsync(path, Ct);
            Assert.Contains(mine, list.Html, StringComparison.Ordinal);
            Assert.DoesNotContain(foreign, list.Html, StringComparison.Ordinal);
            Assert.DoesNotContain(nobodys, list.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("production", list.Html, StringComparison.Ordinal);
        }

        var page = await browser.GetAsync($"/exchanges/{mine}?today=true", Ct);
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("href=\"/relying-parties", page.Html, StringComparison.Ordinal);
        foreach (var path in new[] { $"/exchanges/{foreign}", $"/exchanges/{nobodys}?today=true", "/exchanges?issuer=main&project_id=21", "/exchanges?issuer=other&project_id=20" })
            Assert.Equal(404, (await browser.GetAsync(path, Ct)).Status);
    }

    private static string Link(string html, string rel) =>
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(html, $"href=\"(?<to>[^\"]*)\" rel=\"{rel}\"", default, TimeSpan.FromSeconds(1)).Groups["to"].Value);
}
