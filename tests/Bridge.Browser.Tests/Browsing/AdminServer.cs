using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bridge.Simulator.SignIn;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Bridge.Browser.Tests.Browsing;

/// <summary>A Bridge that trusts a simulated GitLab, of which each test of a class may ask.</summary>
public sealed class AdminServer : IAsyncLifetime
{
    private readonly string secretFile = Path.GetTempFileName();

    public GitLabSimulator GitLab { get; private set; } = null!;

    public BridgeServer Bridge { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync();
        await File.WriteAllTextAsync(secretFile, SimulatedPeople.ClientSecret);
        Bridge = await BridgeServer.StartAsync(new BridgeServerOptions
        {
            Yaml = Yaml(GitLab),
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pages:GitLabSecretFiles:main"] = secretFile, ["Limits:FailuresPerMinute"] = "0" },
        });
        await Bridge.ApplyAsync(Changed);
        await SubAsync("20", "my-group/my-project", "main");
        await SubAsync("20", "my-group/my-project", "feature/a-branch-with-quite-a-long-name");
        await SubAsync("4811", "shop/payments", "main");
        await SubAsync("4812", "shop/web/storefront", "main", "https://cloud.test");
        await Samples.MakeAsync(Bridge, GitLab);
    }

    /// <summary>One exchange of a job on a branch; gives the <c>sub</c> of the token, or null where it is refused.</summary>
    public async Task<string?> SubAsync(string projectId, string path, string branch, string audience = "https://deploy.test")
    {
        var token = GitLab.Mint(Bridge.Issuer, claims: new JsonObject { ["project_id"] = projectId, ["project_path"] = path, ["ref"] = branch });
        return (await Bridge.ExchangeAsync(token, audience)).AccessToken is { } issued ? new JsonWebToken(issued).Subject : null;
    }

    /// <summary>An exchange of the simulated GitLab's own job with these claims; gives the id of its record.</summary>
    public async Task<string> ExchangeAsync(string audience, JsonObject? claims = null, string? token = null)
    {
        var answer = await Bridge.ExchangeAsync(token ?? GitLab.Mint(Bridge.Issuer, claims: claims), audience);
        return answer.Member("exchange_id") ?? (await Bridge.Engine.Database.Exchanges.ListAsync(new(), null, 1, CancellationToken.None))[0].Id.ToString();
    }

    /// <summary>An address with the id of a recorded exchange in the place of <c>{granted}</c>, <c>{refused}</c> or <c>{unverified}</c>.</summary>
    public async Task<string> FillAsync(string path)
    {
        if (!path.Contains('{', StringComparison.Ordinal))
            return path;
        var sent = path.Contains("{granted}", StringComparison.Ordinal) ? ExchangeAsync("https://deploy.test")
            : path.Contains("{unverified}", StringComparison.Ordinal) ? ExchangeAsync("https://deploy.test", token: GitLab.Mint(Bridge.Issuer)[..^8] + "AAAAAAAA")
            : ExchangeAsync("https://production.test", new JsonObject { ["ref"] = "feature/login", ["ref_protected"] = "false" });
        return Regex.Replace(path, "{[a-z]+}", await sent, RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
        File.Delete(secretFile);
    }

    private static string Yaml(GitLabSimulator gitLab) => $$"""
        issuers:
          - id: main
            name: GitLab
            url: {{gitLab.Url}}
            keys: { jwks: {{gitLab.Address}}oauth/discovery/keys }
            sign_in: { client_id: {{SimulatedPeople.ClientId}} }
        relying_parties:
          - id: deploy
            audience: https://deploy.test
            rules:
              - { id: everyone, effect: allow, everyone: true }
          - id: production
            audience: https://production.test
            rules:
              - { id: strict, effect: deny, shadow: true, when: { ref_type: branch } }
              - { id: main, effect: allow, when: { project_path: my-group/my-project, ref: main, ref_protected: "true" } }
          - id: aws
            audience: sts.amazonaws.com
            profile: aws
            enrolled_projects: false
            session_tags:
              project: { from: project_path }
            transitive_tags: [project]
            rules:
              - { id: everyone, effect: allow, everyone: true }
          - id: cloud
            audience: https://cloud.test
            profile: gcp
            required_components: [project_id]
            rules:
              - { id: everyone, effect: allow, everyone: true }
        mappings:
          - { id: team, from: namespace_path }
          - { id: origin, join: [project_path, ref], with: "@", missing: omit }
        clients:
          - { id: deploy-bot, secret_sha256: ["{{new string('5', 64)}}", "{{new string('e', 64)}}"] }
        sub_components:
          - { id: main-20, issuer: main, project_id: "20", components: [project_path, ref_type, ref, { claim: environment, missing: omit }] }
          - { id: shop, issuer: main, group: shop, components: [project_id, ref_type, ref_protected], overflow: digest, locked: true }
          - { id: cloud, relying_party: cloud, components: [project_id, ref_type, ref] }
        projects:
          - { issuer: main, project_id: "4811" }
        """;

    // So that there is something in the history.
    private const string Changed = """
        relying_parties:
          - id: deploy
            audience: https://deploy.test
            lifetime: 15m
            rules:
              - { id: no-forks, effect: deny, when: { fork: "true" } }
              - id: production
                effect: allow
                shadow: true
                when:
                  project_path: { glob: my-group/** }
                  ref: [main, release]
                  environment: { present: true, not: { glob: "review/*" } }
                lifetime: 5m
              - { id: everyone, effect: allow, everyone: true }
            claims:
              team: { constant: platform }
              origin: { join: [namespace_path, ref], with: "@" }
        """;
}
