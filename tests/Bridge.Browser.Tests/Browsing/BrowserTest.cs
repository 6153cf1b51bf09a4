using System.Collections.Concurrent;
using Bridge.Access;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Bridge.Browser.Tests.Browsing;

/// <summary>
/// A test that looks at pages as a person does. Whatever the browser complains of, an error of a script, something that the
/// Content-Security-Policy keeps out, a request that fails, fails the test, unless the test says that it must come.
/// </summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<string> expected = [];
    private readonly List<IBrowserContext> contexts = [];

    /// <summary>The server that relative addresses are of.</summary>
    protected abstract BridgeServer Bridge { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The pages by the name localhost: a passkey can belong to a name alone, and not to an address.</summary>
    protected string Address => $"http://localhost:{Bridge.Admin.BaseAddress!.Port}";

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
            await context.DisposeAsync();
        var unexpected = complaints.Where(complaint => !expected.Any(part => complaint.Contains(part, StringComparison.Ordinal))).ToList();
        Assert.True(unexpected.Count == 0, string.Join(Environment.NewLine, unexpected));
        GC.SuppressFinalize(this);
    }

    /// <summary>A browser of somebody: cookies, window size and colours are its own. With a role they are signed in already.</summary>
    protected async Task<IPage> OpenAsync(string? path = null, int width = 1440, ColorScheme colours = ColorScheme.Light, bool scripts = true, Role? role = null)
    {
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = colours,
            JavaScriptEnabled = scripts,
            // Bootstrap ignores the keyboard while something fades in.
            ReducedMotion = ReducedMotion.Reduce,
        });
        contexts.Add(context);
        if (role is not null)
            await context.AddCookiesAsync([new() { Name = SignedInPeople.CookieName, Value = await Bridge.SignInAsync(role, $"9{(int)role}", ct: Ct), Url = Address }]);
        var page = await context.NewPageAsync();
        Watch(page);
        if (path is not null)
            await page.GotoAsync(path);
        return page;
    }

    /// <summary>Something the browser will rightly complain of in this test: a part of the text.</summary>
    protected void Expect(string complaint) => expected.Add(complaint);

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Enqueue($"script: {error}");
        page.RequestFailed += (_, request) =>
        {
            // Leaving a page ends what it still loads.
            if (request.Failure != "net::ERR_ABORTED")
                complaints.Enqueue($"{request.Url}: {request.Failure}");
        };
    }
}
