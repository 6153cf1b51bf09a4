using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Pages;

/// <summary>A test of pages as a browser without scripts has them, with a Bridge of its own.</summary>
public abstract class PageTest : IAsyncLifetime
{
    private readonly List<PageClient> browsers = [];

    protected GitLabSimulator GitLab { get; private set; } = null!;

    protected BridgeServer Bridge { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync(ct: Ct);
        Bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = Yaml }, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What is configured at the beginning; the issuer <c>main</c> is the simulated GitLab.</summary>
    protected virtual string Yaml => Issuers;

    protected string Issuers => $$"""
        issuers:
          - id: main
            name: GitLab
            url: {{GitLab.Url}}
            keys: { jwks: {{GitLab.Address}}oauth/discovery/keys }

        """;

    /// <summary>A browser of somebody with this role.</summary>
    protected async Task<PageClient> BrowserAsync(Role role = Role.Admin)
    {
        var browser = new PageClient(Bridge);
        browsers.Add(browser);
        browser.SetCookie(SignedInPeople.CookieName, await Bridge.SignInAsync(role, $"9{(int)role}", ct: Ct));
        return browser;
    }

    /// <summary>Sends the form of a page that carries a version, with what somebody typed; a name may stand several times.</summary>
    protected static async Task<PageAnswer> SendAsync(PageClient browser, string path, params (string Name, string Value)[] typed)
    {
        var page = await browser.GetAsync(path, Ct);
        Assert.True(page.Status == 200, $"{page.Status}: {page.Text}");
        var hidden = page.Fields("__RequestVerificationToken").Where(field => field.Key is "__RequestVerificationToken");
        var version = System.Text.RegularExpressions.Regex.Match(page.Html, "name=\"Version\" value=\"(?<version>[0-9]*)\"", default, TimeSpan.FromSeconds(1)).Groups["version"].Value;
        return await browser.PostAsync(path, [.. hidden, .. version.Length == 0 || typed.Any(field => field.Name == "Version") ? [] : new[] { KeyValuePair.Create("Version", version) }, .. typed.Select(field => KeyValuePair.Create(field.Name, field.Value))], Ct);
    }

    /// <summary>A stored thing as JSON.</summary>
    protected async Task<string?> StoredAsync(Section section, string id) => await Bridge.Engine.Database.Things.FindAsync(section, id, Ct) is { } found ? NodeJson.Write(found.Value) : null;

    protected static ImmutableArray<(string Name, string Value)> Row(string name, string claim, string test, string values) => [($"{name}.claim", claim), ($"{name}.test", test), ($"{name}.values", values)];
}
