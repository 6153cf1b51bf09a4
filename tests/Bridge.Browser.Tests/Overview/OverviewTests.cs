using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Overview;

/// <summary>The overview of a Bridge that has given no token yet, and of one that has.</summary>
public sealed class OverviewTests(Chromium chromium) : BrowserTest(chromium)
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

    [Fact]
    public async Task First_steps_lead_to_a_token_and_then_the_chart_shows_it()
    {
        var empty = await OpenAsync("/", role: Role.Admin);
        await Assertions.Expect(empty.Locator(".first-step")).ToHaveCountAsync(4);
        await Assertions.Expect(empty.Locator(".first-step.done")).ToHaveCountAsync(0);
        await LookAsync(empty, "overview-empty-1440-light");

        await Bridge.ApplyAsync($$"""
            issuers: [{ id: main, name: GitLab, url: '{{server.GitLab.Url}}', keys: { jwks: '{{server.GitLab.Address}}oauth/discovery/keys' } }]
            relying_parties: [{ id: deploy, audience: 'https://deploy.test', rules: [{ id: everyone, effect: allow, everyone: true }] }]
            """, Ct);
        var page = await OpenAsync("/", 390, ColorScheme.Dark, role: Role.Admin);
        await Assertions.Expect(page.Locator(".first-step.done")).ToHaveCountAsync(3);
        await LookAsync(page, "overview-first-steps-390-dark");

        await Bridge.ExchangeAsync(server.GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct);
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("First steps")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("canvas")).ToBeVisibleAsync();
        await page.GetByText("As a table").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Last.GetByRole(AriaRole.Cell).First).ToHaveTextAsync("1");
        await page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).ClickAsync();
        await page.WaitForURLAsync("**/?range=7d");

        var plain = await OpenAsync("/", scripts: false, role: Role.Admin);
        await Assertions.Expect(plain.Locator("canvas")).ToBeHiddenAsync();
        await Assertions.Expect(plain.GetByText("As a table")).ToBeVisibleAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Look.PictureAsync(page, name);
        await Look.FitsAsync(page);
        await Look.AccessibleAsync(page);
    }
}
