using System.Net;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.RelyingParties;

/// <summary>From an empty Bridge to a job with a token, as an administrator does it on their first day.</summary>
public sealed class FirstRunStoryTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly NewServer server = new();

    protected override BridgeServer Bridge => server.Bridge;

    public override async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Administrator_sets_up_an_issuer_and_a_relying_party_and_a_job_gets_its_token(bool scripts)
    {
        var page = await OpenAsync(await server.SetupLinkAsync(Ct), scripts: scripts);
        await JoinAsync(page);

        await page.GotoAsync("/issuers");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an issuer" }).ClickAsync();
        await page.GetByLabel("ID", new() { Exact = true }).FillAsync("gitlab");
        await page.GetByLabel("Name").FillAsync("Our GitLab");
        await page.GetByLabel("URL", new() { Exact = true }).FillAsync(server.GitLab.Url);
        await page.Locator("summary", new() { HasText = "Keys" }).ClickAsync();
        await page.GetByLabel("JWK Set", new() { Exact = true }).FillAsync($"{server.GitLab.Address}oauth/discovery/keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the issuer" }).ClickAsync();
        await Assertions.Expect(page.GetByText("gitlab is trusted")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Relying parties" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a relying party" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Anything else" }).ClickAsync();
        await page.GetByLabel("ID", new() { Exact = true }).FillAsync("deploy");
        await page.GetByLabel("Audience").FillAsync("https://deploy.test");
        await page.GetByLabel("Project ID or path").FillAsync("my-group/my-project");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the relying party" }).ClickAsync();
        await Assertions.Expect(page.GetByText("deploy is made")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("SUBJECT").First).ToBeVisibleAsync();

        // The rule is for protected branches; one on a feature branch is refused, and the rules say whom they keep out.
        var feature = await Bridge.ExchangeAsync(Job("feature", "false"), "https://deploy.test", Ct);
        Assert.Equal("no_rule_matched", feature.Reason);
        await page.GetByRole(AriaRole.Link, new() { Name = "Rules" }).ClickAsync();
        await Assertions.Expect(page.GetByText("0 of the last 1 pass")).ToBeVisibleAsync();

        var granted = await Bridge.ExchangeAsync(Job("main", "true"), "https://deploy.test", Ct);
        Assert.Equal(HttpStatusCode.OK, granted.Status);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("1 of the last 2 pass")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Recipe" }).ClickAsync();
        await Assertions.Expect(page.Locator("#subject")).ToHaveTextAsync("project_path:my-group/my-project:ref_type:branch:ref:main");
        await Look.PictureAsync(page, scripts ? "story-recipe-1440-light" : "story-recipe-1440-plain");

        await page.GetByRole(AriaRole.Link, new() { Name = "the exchange" }).ClickAsync();
        await Assertions.Expect(page.GetByText("my-group/my-project").First).ToBeVisibleAsync();
        Assert.StartsWith("/exchanges/", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    private string Job(string branch, string isProtected) =>
        server.GitLab.Mint(Bridge.Issuer, claims: new() { ["ref"] = branch, ["ref_path"] = $"refs/heads/{branch}", ["ref_protected"] = isProtected });

    private static async Task JoinAsync(IPage page)
    {
        var app = new AuthenticatorApp(await page.Locator(".authenticator code").InnerTextAsync());
        await page.GetByLabel("Your name").FillAsync("Grace");
        await page.GetByLabel("Login").FillAsync("grace");
        await page.GetByLabel("Password").FillAsync("correct horse battery");
        await page.GetByLabel("The six digits that it shows now").FillAsync(app.Code(TimeProvider.System.GetUtcNow()));
        await page.Locator("button.btn-primary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
    }
}
