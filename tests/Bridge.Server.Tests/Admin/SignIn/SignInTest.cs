using System.Web;
using Bridge.Access;
using Bridge.Simulator.SignIn;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Bridge.Testing.Simulation;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Bridge.Server.Tests.Admin.SignIn;

/// <summary>A Bridge of its own with a clock that the test moves, and a GitLab that people sign in with.</summary>
public abstract class SignInTest : IAsyncLifetime
{
    protected const string Password = "correct horse battery";

    private readonly List<PageClient> browsers = [];
    private string secretFile = "";

    protected ManualClock Clock { get; } = new();

    protected GitLabSimulator GitLab { get; private set; } = null!;

    protected BridgeServer Bridge { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["Limits:FailuresPerMinute"] = "0" };

    /// <summary>Routes beside those of the server.</summary>
    protected virtual Action<WebApplication>? Map => null;

    public async ValueTask InitializeAsync()
    {
        secretFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(secretFile, SimulatedPeople.ClientSecret, Ct);
        GitLab = await GitLabSimulator.StartAsync(time: Clock);
        var settings = Settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);
        settings["Pages:GitLabSecretFiles:main"] = secretFile;
        settings["Pages:GitLabSecretFiles:other"] = secretFile;
        Bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = Yaml(), Time = Clock, Settings = settings, Map = Map });
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
        File.Delete(secretFile);
        GC.SuppressFinalize(this);
    }

    /// <summary>A browser with no cookie yet.</summary>
    protected PageClient Browser()
    {
        var browser = new PageClient(Bridge);
        browsers.Add(browser);
        return browser;
    }

    /// <summary>A browser in which somebody is signed in already.</summary>
    protected async Task<PageClient> BrowserOfAsync(Role? role, DateTimeOffset? provedAt = null)
    {
        var browser = Browser();
        browser.SetCookie(SignedInPeople.CookieName, await Bridge.SignInAsync(role, provedAt: provedAt, ct: Ct));
        return browser;
    }

    /// <summary>A browser in which a user of GitLab is signed in: 1 is ada, who maintains project 20.</summary>
    protected async Task<PageClient> SignedInAsync(long user)
    {
        var browser = Browser();
        await browser.GetAsync(await ComeBackAsync(browser, user), Ct);
        return browser;
    }

    /// <summary>What <c>bridge setup-link</c> prints, as a path.</summary>
    protected async Task<string> SetupLinkAsync()
    {
        var secret = Secret.Make();
        Assert.True(await Bridge.Engine.Database.Invitations.AddAsync(new Invitation(Secret.Hash(secret), Role.Admin, First: true, "cli:test", Clock.GetUtcNow() + Invitation.Life), Ct));
        return $"/setup/{secret}";
    }

    /// <summary>Makes the first administrator, in this browser; gives their authenticator app and recovery codes.</summary>
    protected async Task<(AuthenticatorApp App, string[] Codes)> SetUpAsync(PageClient browser, string link)
    {
        var page = await browser.GetAsync(link, Ct);
        var app = App(page);
        var done = await browser.PostAsync(link, Fill(page, app), Ct);
        Assert.True(done.Status == 200, done.Text);
        return (app, [.. System.Text.RegularExpressions.Regex.Matches(done.Html, "<li><code>(?<code>[^<]*)</code>", default, TimeSpan.FromSeconds(1)).Select(match => match.Groups["code"].Value)]);
    }

    protected IDictionary<string, string> Fill(PageAnswer page, AuthenticatorApp app)
    {
        var fields = page.Fields("Login");
        foreach (var (name, value) in new[] { ("Name", "Grace"), ("Login", "grace"), ("Password", Password), ("Code", app.Code(Clock.GetUtcNow())) })
            fields[name] = value;
        return fields;
    }

    protected static AuthenticatorApp App(PageAnswer page) =>
        new(System.Text.RegularExpressions.Regex.Match(page.Html, "<code class=\"text-break\">(?<key>[A-Z2-7 ]+)</code>", default, TimeSpan.FromSeconds(1)).Groups["key"].Value);

    /// <summary>Types login and password.</summary>
    protected static Task<PageAnswer> TypeAsync(PageClient browser, string password, string login = "grace", string back = "/") =>
        browser.SendAsync($"/sign-in?back={Uri.EscapeDataString(back)}", [("Login", login), ("Password", password)], "Password", Ct);

    /// <summary>Goes to GitLab, is somebody there, and gives the address that it sends back to, not yet opened.</summary>
    protected async Task<string> ComeBackAsync(PageClient browser, long? user, string back = "/", bool again = false)
    {
        var start = (await browser.GetAsync($"/sign-in/main/start?again={again}&back={Uri.EscapeDataString(back)}", Ct)).Location!;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var fields = HttpUtility.ParseQueryString(new Uri(start).Query);
        using var form = new FormUrlEncodedContent(fields.AllKeys.Select(key => KeyValuePair.Create(key!, fields[key]!)).Append(new("user", $"{user}")));
        using var response = await http.PostAsync(new Uri($"{GitLab.Url}/oauth/authorize"), form, Ct);
        return response.Headers.Location!.PathAndQuery;
    }

    private string Yaml() => $$"""
        issuers:
          - id: main
            name: GitLab
            url: {{GitLab.Url}}
            keys: { jwks: {{GitLab.Address}}oauth/discovery/keys }
            sign_in: { client_id: b7f1c2d3e4a5968778695a4b3c2d1e0f }
          - id: other
            name: Another GitLab
            url: {{GitLab.Url}}/other
            iss: [https://other.test]
            subject_prefix: "other:"
            keys: { jwks: {{GitLab.Address}}oauth/discovery/keys }
            sign_in: { client_id: b7f1c2d3e4a5968778695a4b3c2d1e0f }
        """;
}
