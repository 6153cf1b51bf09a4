using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Shell;

/// <summary>Every page on a laptop and on a phone, light and dark.</summary>
public sealed class LookTests(Chromium chromium, AdminServer server) : BrowserTest(chromium), IClassFixture<AdminServer>
{
    public static TheoryData<string, string, int, ColorScheme> Looks()
    {
        var looks = new TheoryData<string, string, int, ColorScheme>();
        foreach (var (name, path) in Pages.All)
        {
            foreach (var width in new[] { 1440, 390 })
            {
                looks.Add(name, path, width, ColorScheme.Light);
                looks.Add(name, path, width, ColorScheme.Dark);
            }
        }

        return looks;
    }

    protected override BridgeServer Bridge => server.Bridge;

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Page_fits_its_window_and_shuts_nobody_out(string name, string path, int width, ColorScheme colours)
    {
        if (path == "/nowhere")
            Expect("404");
        var page = await OpenAsync(await server.FillAsync(path), width, colours, role: path == "/sign-in" ? null : Role.Admin);

        Assert.Equal(colours == ColorScheme.Dark ? "dark" : "light", await page.Locator("html").GetAttributeAsync("data-bs-theme"));
        await Look.PictureAsync(page, $"{name}-{width}-{colours.ToString().ToLowerInvariant()}");
        await Look.FitsAsync(page);
        await Look.AccessibleAsync(page);
    }
}
