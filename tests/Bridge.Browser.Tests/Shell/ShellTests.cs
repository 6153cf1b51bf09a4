using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Shell;

/// <summary>What every page has: menu, colours, errors, headers.</summary>
public sealed class ShellTests(Chromium chromium, AdminServer server) : BrowserTest(chromium), IClassFixture<AdminServer>
{
    protected override BridgeServer Bridge => server.Bridge;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chosen_colours_stay_with_scripts_and_without(bool scripts)
    {
        var page = await OpenAsync("/", scripts: scripts, role: Role.Auditor);
        await page.Locator("summary", new() { HasText = "Sam Auditor" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        Assert.Equal("dark", await page.Locator("html").GetAttributeAsync("data-bs-theme"));

        await page.ReloadAsync();
        Assert.Equal("dark", await page.Locator("html").GetAttributeAsync("data-bs-theme"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_phone_the_menu_opens_with_scripts_and_without(bool scripts)
    {
        var page = await OpenAsync("/", 390, scripts: scripts, role: Role.Auditor);
        var menu = page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" });
        await Assertions.Expect(menu).ToBeHiddenAsync();
        await page.Locator("a[aria-label=Menu]").ClickAsync();
        await Assertions.Expect(menu.GetByRole(AriaRole.Link, new() { Name = "Overview" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keyboard_skips_the_menu()
    {
        var page = await OpenAsync("/", role: Role.Auditor);
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_is_not_there_is_told_in_the_look_of_the_pages()
    {
        Expect("404");
        var page = await OpenAsync(role: Role.Auditor);
        var response = await page.GotoAsync("/nowhere");
        Assert.Equal(404, response!.Status);
        await Assertions.Expect(page.GetByText("There is nothing here")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Answers_keep_strangers_content_out_and_leave_nothing_behind()
    {
        var response = await Bridge.Admin.GetAsync(Address + "/sign-in", Ct);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    public async Task Name_of_a_stranger_that_leads_here_gets_no_page(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Bridge.Admin.BaseAddress);
        request.Headers.Host = host;
        request.Headers.Accept.ParseAdd("text/html");
        Assert.Equal(421, (int)(await Bridge.Admin.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task Page_and_its_files_are_not_at_the_public_door()
    {
        foreach (var path in new[] { "/", "/css/site.css", "/lib/htmx/htmx.min.js", "/error/404", "/appearance" })
            Assert.Equal(404, (int)(await Bridge.Public.GetAsync(path, Ct)).StatusCode);
        Assert.Equal(200, (int)(await Bridge.Admin.GetAsync("/css/site.css", Ct)).StatusCode);
    }

    [Fact]
    public async Task Form_without_its_token_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("choice", "dark")]);
        var response = await Bridge.Admin.PostAsync(new Uri("/appearance", UriKind.Relative), form, Ct);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }
}
