using System.Web;
using Bridge.Access;
using Bridge.Simulator.SignIn;
using Bridge.Testing.Hosting;
using Bridge.Testing.Pages;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Pages;

/// <summary>A Bridge with a little of everything, and a browser of each role. Project 20 was granted a token, project 30 waits.</summary>
public sealed class PageRoleWorld : IAsyncLifetime
{
    private readonly string secretFile = Path.GetTempFileName();

    public GitLabSimulator GitLab { get; private set; } = null!;

    public BridgeServer Bridge { get; private set; } = null!;

    /// <summary>The browsers, in the order of a row.</summary>
    public IReadOnlyList<PageClient> Browsers { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(secretFile, SimulatedPeople.ClientSecret);
        GitLab = await GitLabSimulator.StartAsync();
        Bridge = await BridgeServer.StartAsync(new BridgeServerOptions
        {
            Yaml = Yaml("main"),
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:GitLabSecretFiles:main"] = secretFile, ["Limits:FailuresPerMinute"] = "0" },
        });
        // Twice, so that there is something to go back to.
        await Bridge.ApplyAsync(Yaml("project_path, ref"));
        await Bridge.ExchangeAsync(Job("20", "my-group/my-project"), "https://deploy.test");
        await Bridge.ExchangeAsync(Job("30", "my-group/waiting"), "https://careful.test");
        GitLab.GitLab.People.Put(21, "my-group/other");
        GitLab.GitLab.People.Put(new SimulatedUser(3, "eve", "Eve Maintainer"));
        GitLab.GitLab.People.Put(new SimulatedMembership(21, 3, 40));
        Browsers = [new PageClient(Bridge), await SignedInAsync(null), await MaintainerAsync(3), await MaintainerAsync(1), await SignedInAsync(Role.Auditor), await SignedInAsync(Role.Admin)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in Browsers)
            browser.Dispose();
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
        File.Delete(secretFile);
    }

    /// <summary>Signs somebody in; where they are already, in a new session.</summary>
    public async Task<PageClient> SignedInAsync(Role? role)
    {
        var browser = new PageClient(Bridge);
        browser.SetCookie(SignedInPeople.CookieName, await Bridge.SignInAsync(role, $"90{(int?)role ?? 0}"));
        return browser;
    }

    private async Task<PageClient> MaintainerAsync(long user)
    {
        var browser = new PageClient(Bridge);
        var start = (await browser.GetAsync("/sign-in/main/start")).Location!;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var fields = HttpUtility.ParseQueryString(new Uri(start).Query);
        using var form = new FormUrlEncodedContent(fields.AllKeys.Select(key => KeyValuePair.Create(key!, fields[key]!)).Append(new("user", $"{user}")));
        using var response = await http.PostAsync(new Uri($"{GitLab.Url}/oauth/authorize"), form);
        await browser.GetAsync(response.Headers.Location!.PathAndQuery);
        return browser;
    }

    private string Job(string project, string path) => GitLab.Mint(Bridge.Issuer, claims: new() { ["project_id"] = project, ["project_path"] = path });

    private string Yaml(string components) => $$"""
        issuers:
          - { id: main, name: GitLab, url: {{GitLab.Url}}, keys: { jwks: '{{GitLab.Address}}oauth/discovery/keys' }, sign_in: { client_id: {{SimulatedPeople.ClientId}} } }
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: careful, audience: 'https://careful.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }
        mappings:
          - { id: team, from: namespace_path }
        clients:
          - { id: deployer, secret_sha256: ["{{new string('5', 64)}}"] }
        projects:
          - { issuer: main, project_id: "40" }
          - { issuer: main, project_id: "41" }
        sub_components:
          - { id: own, issuer: main, project_id: "20", components: [{{(components == "main" ? "project_path" : components)}}] }
        """;
}
