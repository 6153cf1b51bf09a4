using System.Runtime.CompilerServices;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Browsing;

/// <summary>What is looked at on every page, whatever it is for.</summary>
internal static class Look
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Here())!, "..", "screenshots");

    /// <summary>Keeps a picture of the whole page for people to look at.</summary>
    public static Task PictureAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });

    /// <summary>Nothing is wider than the window, so nothing must be scrolled sideways.</summary>
    public static async Task FitsAsync(IPage page)
    {
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= page.ViewportSize!.Width, $"{page.Url} is {width} px wide in a window of {page.ViewportSize.Width} px");
    }

    /// <summary>No finding of axe that keeps somebody out.</summary>
    public static async Task AccessibleAsync(IPage page)
    {
        var found = await page.RunAxe();
        var findings = found.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" ", violation.Nodes.Select(node => $"{node.Html} {string.Join(" ", node.Any.Select(check => check.Message))}"))}").ToList();
        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
