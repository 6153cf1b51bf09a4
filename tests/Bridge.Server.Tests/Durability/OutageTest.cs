using Bridge.Server.Tests.Attacks;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;

namespace Bridge.Server.Tests.Durability;

/// <summary>A Bridge whose database a test takes away.</summary>
public abstract class OutageTest : ExchangeTest
{
    protected const string Deploy = "https://deploy.test";

    protected GitLabSimulator GitLab { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await GitLab.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>One relying party that lets the main branch in.</summary>
    protected string Yaml() => Issuer(GitLab) + "relying_parties: [{ id: deploy, audience: 'https://deploy.test', rules: [{ id: main, effect: allow, when: { ref: main } }] }]";

    protected string Job(string branch = "main") => GitLab.Mint("https://bridge.test", claims: new System.Text.Json.Nodes.JsonObject { ["ref"] = branch });

    protected Task<BridgeServer> StartAsync(BridgeServerOptions options) => BridgeServer.StartAsync(options with { Yaml = Yaml() }, Ct);
}
