using Bridge.Simulator.SignIn;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
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
        """;

    // So that there is something in the history.
    private const string Changed = """
        relying_parties:
          - id: deploy
            audience: https://deploy.test
            lifetime: 15m
            rules:
              - { id: no-forks, effect: deny, when: { fork: "true" } }
              - { id: everyone, effect: allow, everyone: true }
        """;
}
