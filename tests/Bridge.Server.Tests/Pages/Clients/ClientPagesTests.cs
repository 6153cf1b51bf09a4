using System.Text.RegularExpressions;
using Bridge.Access;
using Bridge.Configuration;
using Xunit;

namespace Bridge.Server.Tests.Pages.Clients;

public sealed class ClientPagesTests : PageTest
{
    protected override string Yaml => Issuers + """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    [Fact]
    public async Task Secret_is_shown_once_and_works()
    {
        var browser = await BrowserAsync();
        var made = await SendAsync(browser, "/clients/-/new", ("Id", "bot"), ("enabled", "true"), ("default_audience", "https://deploy.test"));
        Assert.Equal("/clients/bot", made.Location);

        var secret = Secret((await browser.GetAsync("/clients/bot", Ct)).Html);
        Assert.DoesNotContain(secret, (await browser.GetAsync("/clients/bot", Ct)).Html, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await StoredAsync(Section.Clients, "bot"), StringComparison.Ordinal);
        Assert.Equal(200, await ExchangeAsync(secret));
    }

    [Fact]
    public async Task Secret_is_changed_without_an_outage()
    {
        var browser = await BrowserAsync();
        await SendAsync(browser, "/clients/-/new", ("Id", "bot"), ("enabled", "true"));
        var first = Secret((await browser.GetAsync("/clients/bot", Ct)).Html);
        await SendAsync(browser, "/clients/bot?handler=Secret");
        var page = (await browser.GetAsync("/clients/bot", Ct)).Html;
        var second = Secret(page);
        Assert.Equal((200, 200), (await ExchangeAsync(first), await ExchangeAsync(second)));

        var end = Regex.Match(page, "/clients/bot/secrets/[0-9a-f]{64}/end", default, TimeSpan.FromSeconds(1)).Value;
        Assert.Equal("/clients/bot", (await SendAsync(browser, end)).Location);
        Assert.Equal((401, 200), (await ExchangeAsync(first), await ExchangeAsync(second)));
    }

    [Fact]
    public async Task Secret_that_could_not_be_kept_is_not_shown()
    {
        var browser = await BrowserAsync();
        await SendAsync(browser, "/clients/-/new", ("Id", "bot"), ("enabled", "true"));
        await browser.GetAsync("/clients/bot", Ct);
        await SendAsync(browser, "/clients/bot?handler=Secret", ("Version", "7"));

        var page = await browser.GetAsync("/clients/bot", Ct);
        Assert.DoesNotContain("id=\"secret\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("nothing was done", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_client_is_there_without_being_written_and_can_be_switched_off()
    {
        var browser = await BrowserAsync();
        Assert.Contains("gitlab-ci", (await browser.GetAsync("/clients", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("/clients/gitlab-ci", (await SendAsync(browser, "/clients/gitlab-ci", ("Version", "0"))).Location);
        Assert.Equal("""{"id":"gitlab-ci","enabled":false}""", await StoredAsync(Section.Clients, "gitlab-ci"));
        Assert.Equal("invalid_client", (await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct)).Member("error"));
    }

    [Fact]
    public async Task Auditor_reads_and_changes_nothing()
    {
        await SendAsync(await BrowserAsync(), "/clients/-/new", ("Id", "bot"), ("enabled", "true"));
        var auditor = await BrowserAsync(Role.Auditor);
        Assert.DoesNotContain("Make another secret", (await auditor.GetAsync("/clients/bot", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await SendAsync(auditor, "/clients/bot", ("Version", "1"))).Status);
        Assert.Equal(403, (await SendAsync(auditor, "/clients/bot?handler=Secret", ("Version", "1"))).Status);
    }

    private static string Secret(string html) => Regex.Match(html, "<code id=\"secret\"[^>]*>(?<secret>[A-Za-z0-9_-]{43})</code>", default, TimeSpan.FromSeconds(1)).Groups["secret"].Value is { Length: 43 } secret
        ? secret
        : throw new InvalidOperationException("no secret is shown");

    private async Task<int> ExchangeAsync(string secret) =>
        (int)(await Bridge.ExchangeAsync(GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct, ("client_id", "bot"), ("client_secret", secret))).Status;
}
