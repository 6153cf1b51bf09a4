using Bridge.Access;
using Bridge.Server.Tests.Attacks;
using Bridge.Server.Tests.Pages.Exchanges;
using Bridge.Testing.Pages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Pages.Explain;

/// <summary>What a token or a recorded exchange comes to, on a page.</summary>
public sealed class ExplainPageTests : RecordedTest
{
    [Fact]
    public async Task Token_is_decided_check_by_check_and_shows_nowhere()
    {
        await ConfigureAsync();
        var disclosure = new Disclosure();
        disclosure.Watch(Bridge.Log);
        var browser = await BrowserOfAsync(Role.Auditor);
        var job = Job();
        var damaged = Job()[..^8] + "AAAAAAAA";
        foreach (var token in new[] { job, damaged, "not a token at all, but a secret of somebody" })
        {
            disclosure.Keep(token);
            foreach (var draft in new[] { "", "relying_parties: [{ id: deploy", "relying_parties: [{ id: x }]" })
            {
                var answer = await AskAsync(browser, ("token", token), ("Audience", Open), ("Draft", draft));
                Assert.Equal((200, null), (answer.Status, answer.Location));
                disclosure.Saw(answer.Html);
            }
        }

        var page = await AskAsync(browser, ("token", job), ("Audience", Open));
        Assert.Contains("granted by the rule", page.Text, StringComparison.Ordinal);
        Assert.Contains("project_path:my-group/my-project:ref_type:branch:ref:main", page.Text, StringComparison.Ordinal);
        Assert.Matches("Signature of the CI token\\s+passed", page.Text);
        Assert.Contains("What the token would carry", page.Text, StringComparison.Ordinal);
        Assert.Contains($"value=\"{Open}\"", page.Html, StringComparison.Ordinal);
        Assert.Empty(await Bridge.Engine.Database.Exchanges.ListAsync(new(), null, 10, Ct));
        disclosure.AssertNothingShowed();
        await AssertNotStoredAsync(job);
    }

    [Fact]
    public async Task Draft_is_compared_and_its_mistakes_are_told_with_their_lines()
    {
        await ConfigureAsync();
        var browser = await BrowserOfAsync(Role.Auditor);
        var token = Job(("ref", "feature"));

        var mistaken = await AskAsync(browser, ("token", token), ("Audience", MainOnly), ("Draft", "relying_parties:\n  - id: production\n    audiense: x\n"));
        Assert.Matches("Line 3:\\s+relying_parties\\[production\\].audiense", mistaken.Text);
        Assert.Contains("audiense: x", mistaken.Html, StringComparison.Ordinal);
        var unreadable = await AskAsync(browser, ("token", token), ("Audience", MainOnly), ("Draft", "a: 1\na: 2\n"));
        Assert.Matches("Line 2:\\s+a\\s+stands twice", unreadable.Text);

        var draft = $"relying_parties:\n  - {{ id: production, audience: '{MainOnly}', rules: [{{ id: all, effect: allow, everyone: true }}] }}\n";
        var compared = await AskAsync(browser, ("token", token), ("Audience", MainOnly), ("Draft", draft));
        Assert.Contains("The draft changes who gets what here.", compared.Text, StringComparison.Ordinal);
        Assert.Matches("In force: refused,\\s+no_rule_matched", compared.Text);
        Assert.Matches("Under the draft: granted by the rule\\s+all", compared.Text);
        Assert.Matches("draft\\s+passes: all", compared.Text);
        Assert.Equal("production", (await Bridge.Engine.Configurations.RefreshAsync(Ct)).RelyingParties.Single(party => party.Rules.Length == 2).Id);
    }

    [Fact]
    public async Task Recorded_exchange_is_decided_again_with_a_draft_too()
    {
        await ConfigureAsync();
        var id = await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        var browser = await BrowserOfAsync(Role.Auditor);

        var page = await browser.GetAsync($"/explain?exchange={id}", Ct);
        Assert.Contains("no_rule_matched", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"token\"", page.Html, StringComparison.Ordinal);
        var compared = await browser.SendAsync($"/explain?exchange={id}", [("Draft", $"relying_parties: [{{ id: production, audience: '{MainOnly}', rules: [{{ id: all, effect: allow, everyone: true }}] }}]")], "Exchange", Ct);
        Assert.Contains("The draft changes who gets what here.", compared.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync($"/explain?exchange={Guid.CreateVersion7()}", Ct)).Status);
    }

    [Fact]
    public async Task Maintainer_explains_jobs_of_own_projects_and_drafts_nothing()
    {
        await ConfigureAsync();
        var foreign = Job(("project_id", "21"), ("project_path", "my-group/other"), ("sub", "project_path:my-group/other:ref_type:branch:ref:main"));
        var record = await ExchangeAsync(foreign, Open);
        var browser = await MaintainerAsync();

        Assert.Contains("granted by the rule", (await AskAsync(browser, ("token", Job()), ("Audience", Open))).Text, StringComparison.Ordinal);
        Assert.Contains("of another project than yours", (await AskAsync(browser, ("token", foreign), ("Audience", Open))).Text, StringComparison.Ordinal);
        Assert.Contains("of another project than yours", (await AskAsync(browser, ("token", Job()[..^8] + "AAAAAAAA"), ("Audience", Open))).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await AskAsync(browser, ("token", Job()), ("Audience", Open), ("Draft", "clients: []"))).Status);
        Assert.DoesNotContain("name=\"Draft\"", (await browser.GetAsync("/explain", Ct)).Html, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync($"/explain?exchange={record}", Ct)).Status);
    }

    [Fact]
    public async Task Without_a_token_it_says_so()
    {
        var page = await AskAsync(await BrowserOfAsync(Role.Auditor), ("token", " "));
        Assert.Contains("Paste the CI token.", page.Text, StringComparison.Ordinal);
    }

    private static Task<PageAnswer> AskAsync(PageClient browser, params (string Name, string Value)[] typed) => browser.SendAsync("/explain", typed, "Audience", Ct);

    // Neither the token nor its signature in any byte of the database.
    private async Task AssertNotStoredAsync(string token)
    {
        await using (var context = Bridge.Engine.Database.CreateContext())
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(FULL)", Ct);
        foreach (var file in Directory.EnumerateFiles(Bridge.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Ct);
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token[(token.LastIndexOf('.') + 1)..])) < 0, file);
        }
    }
}
