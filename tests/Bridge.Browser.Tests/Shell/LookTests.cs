using Bridge.Access;
using Bridge.Browser.Tests.Browsing;
using Bridge.Testing.Hosting;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Shell;

/// <summary>Every page on a laptop and on a phone, light and dark.</summary>
public sealed class LookTests(Chromium chromium, AdminServer server) : BrowserTest(chromium), IClassFixture<AdminServer>
{
    private static readonly (int Width, ColorScheme Colours)[] Looks = [(1440, ColorScheme.Light), (1440, ColorScheme.Dark), (390, ColorScheme.Dark), (390, ColorScheme.Light)];

    public static TheoryData<string, string> AllPages()
    {
        var pages = new TheoryData<string, string>();
        foreach (var (name, path) in Pages.All)
            pages.Add(name, path);
        return pages;
    }

    protected override BridgeServer Bridge => server.Bridge;

    [Theory]
    [MemberData(nameof(AllPages))]
    public async Task Page_fits_its_window_and_shuts_nobody_out(string name, string path)
    {
        if (path == "/nowhere")
            Expect("404");
        var page = await OpenAsync(await server.FillAsync(path), role: path == "/sign-in" ? null : Role.Admin);
        foreach (var (width, colours) in Looks)
        {
            var shown = colours.ToString().ToLowerInvariant();
            await page.SetViewportSizeAsync(width, width < 600 ? 844 : 900);
            await page.EmulateMediaAsync(new() { ColorScheme = colours });
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-bs-theme", shown);
            await Look.PictureAsync(page, $"{name}-{width}-{shown}");
            await Look.FitsAsync(page);
            // Slow: in each width and in each colour once.
            if ((width < 600) == (colours == ColorScheme.Dark))
                await Look.AccessibleAsync(page);
        }
    }
}
