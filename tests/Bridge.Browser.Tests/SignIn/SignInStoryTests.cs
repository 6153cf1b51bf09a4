using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.SignIn;

/// <summary>How people come in, as they do it.</summary>
public sealed class SignInStoryTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Password = "correct horse battery";

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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Setup_link_makes_an_administrator_who_signs_out_and_in_again(bool scripts)
    {
        var page = await OpenAsync(await SetupLinkAsync(), scripts: scripts);
        var app = new AuthenticatorApp(await page.Locator(".authenticator code").InnerTextAsync());
        if (scripts)
            await LookAsync(page, "setup");
        await page.GetByLabel("Your name").FillAsync("Grace");
        await page.GetByLabel("Login").FillAsync("grace");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("The six digits that it shows now").FillAsync(app.Code(TimeProvider.System.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Make me the administrator" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your recovery codes")).ToBeVisibleAsync();
        var code = await page.Locator(".recovery-codes code").First.InnerTextAsync();
        if (scripts)
            await LookAsync(page, "recovery-codes");
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();

        await page.Locator("[data-menu] summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();

        await page.GotoAsync("/people");
        await page.GetByLabel("Login").FillAsync("grace");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        if (scripts)
            await LookAsync(page, "sign-in-factor");
        await page.GetByLabel("Code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "People and sessions" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Administrator_who_lost_everything_comes_in_again_by_a_link(bool scripts)
    {
        var first = await OpenAsync(await SetupLinkAsync());
        await JoinAsync(first);
        var grace = (await Bridge.Engine.Database.LocalAccounts.FindAsync("grace", Ct))!.Person;
        var page = await OpenAsync(await LinkAsync(first: false, grace), scripts: scripts);
        await Assertions.Expect(page.GetByText("This link is for the administrator grace.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Login")).ToHaveCountAsync(0);
        if (scripts)
            await LookAllAsync(page, "recover");
        var app = new AuthenticatorApp(await page.Locator(".authenticator code").InnerTextAsync());
        await page.GetByLabel("New password").FillAsync("staple " + Password);
        await page.GetByLabel("The six digits that it shows now").FillAsync(app.Code(TimeProvider.System.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace them and sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your recovery codes")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();

        await first.GotoAsync("/people");
        await Assertions.Expect(first.GetByRole(AriaRole.Button, new() { Name = "Go on" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Passkey_signs_in_alone()
    {
        var page = await OpenAsync(await SetupLinkAsync());
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true },
        });
        await JoinAsync(page);
        await page.GotoAsync("/profile");
        await page.GetByLabel("A new passkey").FillAsync("This laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The passkey is kept.")).ToBeVisibleAsync();
        await LookAsync(page, "profile-local");

        await page.Locator("[data-menu] summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Maintainer_signs_in_with_GitLab(bool scripts)
    {
        var page = await OpenAsync("/profile", scripts: scripts);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with GitLab" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ada Maintainer" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Ada Maintainer").First).ToBeVisibleAsync();
        Assert.Equal("/profile", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Administrator_invites_an_auditor()
    {
        var page = await OpenAsync("/people", role: Role.Admin);
        await page.GetByRole(AriaRole.Link, new() { Name = "Invite" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await page.Locator("#link").InnerTextAsync();
        await LookAsync(page, "people-invited");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#link")).ToHaveCountAsync(0);

        var other = await OpenAsync(new Uri(link).AbsolutePath);
        await JoinAsync(other);
        await other.GotoAsync("/people");
        await Assertions.Expect(other.GetByRole(AriaRole.Link, new() { Name = "Invite" })).ToHaveCountAsync(0);
    }

    private static async Task JoinAsync(IPage page)
    {
        var app = new AuthenticatorApp(await page.Locator(".authenticator code").InnerTextAsync());
        await page.GetByLabel("Your name").FillAsync("Grace");
        await page.GetByLabel("Login").FillAsync("grace");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("The six digits that it shows now").FillAsync(app.Code(TimeProvider.System.GetUtcNow()));
        await page.Locator("button.btn-primary").ClickAsync();
        await Assertions.Expect(page.GetByText("Your recovery codes")).ToBeVisibleAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Look.PictureAsync(page, $"{name}-1440-light");
        await Look.FitsAsync(page);
        await Look.AccessibleAsync(page);
    }

    private static async Task LookAllAsync(IPage page, string name)
    {
        foreach (var (width, colours) in new[] { (1440, ColorScheme.Light), (1440, ColorScheme.Dark), (390, ColorScheme.Dark), (390, ColorScheme.Light) })
        {
            var shown = colours.ToString().ToLowerInvariant();
            await page.SetViewportSizeAsync(width, width < 600 ? 844 : 900);
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", shown);
            await Look.PictureAsync(page, $"{name}-{width}-{shown}");
            await Look.FitsAsync(page);
            await Look.AccessibleAsync(page);
        }
    }

    private Task<string> SetupLinkAsync() => LinkAsync(first: true, recovers: null);

    private async Task<string> LinkAsync(bool first, Person? recovers)
    {
        var secret = Secret.Make();
        var invitation = new Invitation(Secret.Hash(secret), Role.Admin, first, "cli:test", Bridge.Engine.Time.GetUtcNow() + Invitation.Life) { Recovers = recovers };
        Assert.True(await Bridge.Engine.Database.Invitations.AddAsync(invitation, Ct));
        return $"/setup/{secret}";
    }
}
