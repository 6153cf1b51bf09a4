using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

/// <summary>A GitLab and a Bridge that trusts it, of which each test of a class may ask.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public GitLabSimulator GitLab { get; private set; } = null!;

    public BridgeServer Bridge { get; private set; } = null!;

    /// <summary>Trusts a GitLab and gives every job a token for one plain relying party.</summary>
    public static string Yaml(GitLabSimulator gitLab) => $$"""
        issuers:
          - id: main
            url: {{gitLab.Url}}
            keys: { jwks: {{gitLab.Address}}oauth/discovery/keys }
        relying_parties:
          - id: deploy
            audience: https://deploy.test
            requested_token_types: [access_token, id_token, jwt]
            scopes: [read, write]
            rules:
              - { id: everyone, effect: allow, everyone: true }
        """;

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
}
