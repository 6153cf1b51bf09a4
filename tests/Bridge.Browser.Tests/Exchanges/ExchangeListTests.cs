using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Exchanges;

/// <summary>The list of exchanges as somebody watches it.</summary>
public sealed class ExchangeListTests(Chromium chromium, AdminServer server) : BrowserTest(chromium), IClassFixture<AdminServer>
{
    protected override BridgeServer Bridge => server.Bridge;

    [Fact]
    public async Task New_exchanges_come_by_themselves_until_the_list_is_paused()
    {
        var page = await OpenAsync(role: Role.Auditor);
        await page.Clock.InstallAsync();
        await page.GotoAsync("/exchanges");
        var first = page.Locator("#x" + await server.ExchangeAsync("https://deploy.test"));
        await page.Clock.RunForAsync(5_000);
        await Assertions.Expect(first).ToBeVisibleAsync();

        await page.GetByLabel("Live").UncheckAsync();
        var second = page.Locator("#x" + await server.ExchangeAsync("https://deploy.test"));
        var asked = 0;
        page.Request += (_, _) => asked++;
        await page.Clock.RunForAsync(30_000);
        await page.GetByLabel("Live").CheckAsync();
        Assert.Equal(0, asked);
        await page.Clock.RunForAsync(5_000);
        await Assertions.Expect(second).ToBeVisibleAsync();
        await Assertions.Expect(first).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filters_stand_in_the_address_so_that_the_way_back_works(bool scripts)
    {
        var granted = await server.ExchangeAsync("https://deploy.test");
        var refused = await server.ExchangeAsync("https://production.test", new JsonObject { ["ref"] = "feature/login" });
        var page = await OpenAsync("/exchanges", scripts: scripts, role: Role.Auditor);
        await Assertions.Expect(page.Locator("#x" + granted)).ToBeVisibleAsync();

        await page.GetByLabel("Outcome").SelectOptionAsync("Refused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.WaitForURLAsync("**/exchanges?granted=false");
        await Assertions.Expect(page.Locator("#x" + granted)).ToHaveCountAsync(0);
        await page.Locator($"#x{refused} a").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Refused exchange" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again with today's rules" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Today it would end the same")).ToBeVisibleAsync();

        await page.GoBackAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByLabel("Outcome")).ToHaveValueAsync("false");
        await Assertions.Expect(page.Locator("#x" + refused)).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByLabel("Outcome")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#x" + granted)).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pasted_token_is_explained_and_not_shown_again(bool scripts)
    {
        var page = await OpenAsync("/explain", scripts: scripts, role: Role.Auditor);
        await page.GetByLabel("CI token").FillAsync(server.GitLab.Mint(Bridge.Issuer, claims: new JsonObject { ["ref"] = "feature/login" }));
        await page.GetByLabel("Audience").FillAsync("https://production.test");
        await page.GetByLabel("Draft").FillAsync("relying_parties:\n  - id: production\n    audience: https://production.test\n    rules: [{ id: all, effect: allow, everyone: true }]\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();

        await Assertions.Expect(page.GetByText("The draft changes who gets what here.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("CI token")).ToHaveValueAsync("");
        Assert.DoesNotContain("eyJ", (await page.ContentAsync()).Replace("eyJ…", "", StringComparison.Ordinal), StringComparison.Ordinal);
        if (!scripts)
            return;
        await Look.PictureAsync(page, "explain-draft-1440-light");
        await Look.FitsAsync(page);
        await Look.AccessibleAsync(page);
    }
}
