using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Browser.Tests.Browsing;

/// <summary>A Bridge that trusts a simulated GitLab, of which each test of a class may ask.</summary>
public sealed class AdminServer : IAsyncLifetime
{
    public GitLabSimulator GitLab { get; private set; } = null!;

    public BridgeServer Bridge { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync();
        Bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = Yaml(GitLab) });
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
    }

    private static string Yaml(GitLabSimulator gitLab) => $$"""
        issuers:
          - id: main
            name: GitLab
            url: {{gitLab.Url}}
            keys: { jwks: {{gitLab.Address}}oauth/discovery/keys }
        relying_parties:
          - id: deploy
            audience: https://deploy.test
            rules:
              - { id: everyone, effect: allow, everyone: true }
        """;
}
