using Bridge.Access;
using Bridge.Server.Tests.Pages.Exchanges;
using Bridge.Testing.Pages;
using Xunit;

namespace Bridge.Server.Tests.Pages.Overview;

/// <summary>Where a Bridge stands, on a page.</summary>
public sealed class OverviewPageTests : RecordedTest
{
    [Fact]
    public async Task First_steps_are_ticked_one_by_one_and_gone_with_the_first_token()
    {
        var browser = await BrowserOfAsync(Role.Admin);
        Assert.Equal(["done", "to do", "to do", "to do"], Steps(await browser.GetAsync("/", Ct)));

        await Bridge.ApplyAsync($"relying_parties: [{{ id: deploy, audience: '{Open}', rules: [{{ id: all, effect: allow, shadow: true, everyone: true }}] }}]", Ct);
        var named = await browser.GetAsync("/", Ct);
        Assert.Equal(["done", "done", "to do", "to do"], Steps(named));
        Assert.Contains($"aud: {Bridge.Issuer}", named.Text, StringComparison.Ordinal);
        Assert.Contains($"audience={Open}", named.Text, StringComparison.Ordinal);
        Assert.Contains($"{Bridge.Issuer}/connect/token", named.Text, StringComparison.Ordinal);

        await ConfigureAsync();
        await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        Assert.Equal(["done", "done", "done", "to do"], Steps(await browser.GetAsync("/", Ct)));
        await ExchangeAsync(Job(), Open);
        Assert.DoesNotContain("First steps", (await browser.GetAsync("/", Ct)).Text, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromDays(3));
        Assert.DoesNotContain("First steps", (await (await BrowserOfAsync(Role.Admin)).GetAsync("/", Ct)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchanges_of_the_range_are_counted_with_their_reasons()
    {
        await ConfigureAsync();
        await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        await ExchangeAsync(Job(), Open);
        await ExchangeAsync(Job(), Open);
        Clock.Advance(TimeSpan.FromDays(2));
        await Bridge.Engine.Database.ExchangeCounts.CountAsync(Ct);
        await ExchangeAsync(Job(("ref", "feature")), MainOnly);
        var browser = await BrowserOfAsync(Role.Auditor);

        Assert.Equal(("0", "1"), Numbers(await browser.GetAsync("/", Ct)));
        var week = await browser.GetAsync("/?range=7d", Ct);
        Assert.Equal(("2", "2"), Numbers(week));
        Assert.Contains("href=\"/exchanges?reason=no_rule_matched\"", week.Html, StringComparison.Ordinal);
        Assert.Contains("write a rule for it", week.Text, StringComparison.Ordinal);
        Assert.Equal(("2", "2"), Numbers(await browser.GetAsync("/?range=30d", Ct)));
        Assert.Equal(("0", "1"), Numbers(await browser.GetAsync("/?range=nonsense", Ct)));
    }

    [Fact]
    public async Task State_of_issuers_keys_projects_and_warnings_is_told()
    {
        await ConfigureAsync("  - { id: enrolled, audience: 'https://enrolled.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }\nsub_components: [{ id: default, components: [project_path, ref] }]");
        await ExchangeAsync(Job(), "https://enrolled.test");
        var browser = await BrowserOfAsync(Role.Auditor);
        var page = await browser.GetAsync("/", Ct);

        Assert.Matches("GitLab\\s+keys are fresh", page.Text);
        Assert.Matches("ES256, generation 1\\s+active", page.Text);
        Assert.Contains("no successor is announced", page.Text, StringComparison.Ordinal);
        Assert.Matches("1\\s+project waits\\s+for a confirmation", page.Text);
        var lint = await browser.GetAsync("/?handler=Lint", Ct);
        for (var tries = 0; lint.Text.Contains("Looking through", StringComparison.Ordinal) && tries < 100; tries++)
            lint = await browser.GetAsync("/?handler=Lint", Ct);
        Assert.Contains("no_immutable_id", lint.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maintainer_sees_the_numbers_of_own_projects_alone()
    {
        await ConfigureAsync();
        await ExchangeAsync(Job(), Open);
        await ExchangeAsync(Job(("project_id", "21"), ("project_path", "my-group/other"), ("sub", "project_path:my-group/other:ref_type:branch:ref:main")), Open);
        await ExchangeAsync(Job()[..^8] + "AAAAAAAA", Open);

        var browser = await MaintainerAsync();
        var page = await browser.GetAsync("/", Ct);
        Assert.Equal(("1", "0"), Numbers(page));
        foreach (var word in new[] { "signature_invalid", "Signing keys", "Warnings", "/confirmations", "First steps" })
            Assert.DoesNotContain(word, page.Html, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.GetAsync("/?handler=Lint", Ct)).Status);
    }

    private static string[] Steps(PageAnswer page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page.Html, "<li class=\"first-step(?<done> done)? *\">", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["done"].Success ? "done" : "to do")];

    private static (string Granted, string Refused) Numbers(PageAnswer page)
    {
        var match = System.Text.RegularExpressions.Regex.Match(page.Text, "Granted\\s+(?<granted>[\\d,]+)\\s+Refused\\s+(?<refused>[\\d,]+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return (match.Groups["granted"].Value, match.Groups["refused"].Value);
    }
}
