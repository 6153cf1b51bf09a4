using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Overview;

/// <summary>The overview of a Bridge that has given no token yet, and of one that has.</summary>
public sealed class OverviewTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly AdminServer server = new();

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
        foreach (var (width, colours) in new[] { (1440, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            var empty = await OpenAsync("/", width, colours, role: Role.Admin);
            await Assertions.Expect(empty.GetByText("First steps")).ToBeVisibleAsync();
            await Look.PictureAsync(empty, $"overview-first-steps-{width}-{colours.ToString().ToLowerInvariant()}");
            await Look.FitsAsync(empty);
            await Look.AccessibleAsync(empty);
        }

        await server.ExchangeAsync("https://deploy.test");
        var page = await OpenAsync("/", role: Role.Admin);
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
}
