using System.Text.RegularExpressions;
using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Configuration;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.RelyingParties;

/// <summary>The rules of a relying party, with and without scripts, by keyboard, and by two people at once.</summary>
public sealed partial class RulesEditorTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly AdminServer server = new();

    protected override BridgeServer Bridge => server.Bridge;

    public override async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        await server.ExchangeAsync("https://deploy.test");
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Keyboard_alone_moves_a_rule_is_told_who_loses_and_saves()
    {
        var page = await OpenAsync("/relying-parties/deploy/rules", role: Role.Admin);
        var up = page.GetByRole(AriaRole.Button, new() { Name = "Move everyone up" });
        await up.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(up).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByText("everyone is now 2 of 3")).ToHaveCountAsync(1);
        await page.GetByLabel("everyone in shadow").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page.GetByText(Losers())).ToBeVisibleAsync();
        await Look.PictureAsync(page, "party-rules-draft-1440-light");
        await page.GetByLabel("Why").FocusAsync();
        await page.Keyboard.TypeAsync("Only production");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByText("The rules are saved")).ToBeVisibleAsync();
        Assert.Equal(["no-forks", "everyone", "production"], await OrderAsync());
    }

    [Fact]
    public async Task Pointer_drags_a_rule()
    {
        var page = await OpenAsync("/relying-parties/deploy/rules", role: Role.Admin);
        await page.Locator("[data-rule=everyone] [data-grip]").DragToAsync(page.Locator("[data-rule=no-forks]"), new() { TargetPosition = new() { X = 20, Y = 5 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the rules" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The rules are saved")).ToBeVisibleAsync();
        Assert.Equal("everyone", (await OrderAsync())[0]);
    }

    [Fact]
    public async Task Without_scripts_a_rule_is_moved_and_then_saved()
    {
        var page = await OpenAsync("/relying-parties/deploy/rules", scripts: false, role: Role.Admin);
        await page.GetByRole(AriaRole.Button, new() { Name = "Move everyone up" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move everyone up" }).ClickAsync();
        Assert.Equal(["no-forks", "production", "everyone"], await OrderAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the rules" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The rules are saved")).ToBeVisibleAsync();
        Assert.Equal(["everyone", "no-forks", "production"], await OrderAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Condition_is_added_to_a_rule_and_the_draft_says_who_would_lose(bool scripts)
    {
        var page = await OpenAsync("/relying-parties/deploy/rules/everyone", scripts: scripts, role: Role.Admin);
        await page.GetByLabel("Everyone").UncheckAsync();
        await page.GetByLabel("Claim").First.FillAsync("ref");
        await page.GetByLabel("Values").First.FillAsync("release");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a condition" }).ClickAsync();
        await page.GetByLabel("Claim").Nth(1).FillAsync("project_id");
        await page.GetByLabel("Values").Nth(1).FillAsync("20");
        if (scripts)
            await Assertions.Expect(page.GetByText(Losers())).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).Last.ClickAsync();
        await Assertions.Expect(page.GetByText("The rule everyone is saved")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("ref is release")).ToBeVisibleAsync();
        Assert.Equal("no_rule_matched", (await Bridge.ExchangeAsync(server.GitLab.Mint(Bridge.Issuer), "https://deploy.test", Ct)).Reason);
    }

    [Fact]
    public async Task Second_of_two_editors_keeps_what_they_typed_sees_the_difference_and_decides()
    {
        var (one, other) = (await OpenAsync("/relying-parties/deploy", role: Role.Admin), await OpenAsync("/relying-parties/deploy", role: Role.Admin));
        await one.GetByLabel("Lifetime").FillAsync("5m");
        await one.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(one.GetByText("deploy is saved")).ToBeVisibleAsync();

        await other.GetByLabel("Lifetime").FillAsync("20m");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(other.GetByText("while you were editing")).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Cell, new() { Name = "5m" })).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByLabel("Lifetime")).ToHaveValueAsync("20m");
        await Look.PictureAsync(other, "party-conflict-1440-light");
        await Look.AccessibleAsync(other);

        await other.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(other.GetByText("deploy is saved")).ToBeVisibleAsync();
        Assert.Equal(TimeSpan.FromMinutes(20), (await Bridge.Engine.Configurations.CurrentAsync(Ct)).RelyingParties.Single(party => party.Id == "deploy").Lifetime);
    }

    [Fact]
    public async Task Preview_follows_what_is_typed()
    {
        var page = await OpenAsync("/relying-parties/deploy/claims", role: Role.Admin);
        await page.GetByLabel("The constant, or what stands between what is joined").First.FillAsync("somebody else");
        await Assertions.Expect(page.GetByLabel("Claims of the token")).ToContainTextAsync("somebody else");
        await Assertions.Expect(page.GetByText("~team")).ToBeVisibleAsync();
        await Look.PictureAsync(page, "party-claims-draft-1440-light");
    }

    private async Task<string[]> OrderAsync() =>
        [.. ((Node.List)(await Bridge.Engine.Database.Things.FindAsync(Section.RelyingParties, "deploy", Ct))!.Value.Find("rules")!.Value).Items.Select(rule => ((Node.Scalar)((Node.Map)rule).Find("id")!.Value).Text)];

    // However many jobs the server has by then, somebody loses.
    [GeneratedRegex(@"^[1-9][0-9]* lose$", RegexOptions.None, 1000)]
    private static partial Regex Losers();
}
