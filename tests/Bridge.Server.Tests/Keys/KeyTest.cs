using Bridge.Server.Tests.Attacks;
using Bridge.Server.Tests.Commands;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Keys;

/// <summary>A Bridge whose signing keys are changed from the command line.</summary>
public abstract class KeyTest : ExchangeTest
{
    protected const string Deploy = "https://deploy.test";

    protected ManualClock Clock { get; } = new();

    protected GitLabSimulator GitLab { get; private set; } = null!;

    protected BridgeServer Bridge { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync(time: Clock, ct: Ct);
        var options = await OptionsAsync();
        Bridge = await BridgeServer.StartAsync(options with { Time = Clock, Yaml = Issuer(GitLab) + "relying_parties: [{ id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }]" }, Ct);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Disclosure.Watch(Bridge.Log);
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
        await base.DisposeAsync();
    }

    protected virtual Task<BridgeServerOptions> OptionsAsync() => Task.FromResult(new BridgeServerOptions());

    protected Task<BridgeServer> NodeAsync() => BridgeServer.StartAsync(Bridge.SameAgain(Clock), Ct);

    /// <summary>The kid that signs a token now.</summary>
    protected async Task<string> SigningKeyAsync(BridgeServer bridge) => (await GrantedAsync(bridge, GitLab.Mint(bridge.Issuer), Deploy)).KeyId;

    private protected async Task<Ran> CommandAsync(params string[] arguments)
    {
        var ran = await Ran.CommandAsync(Bridge.Written, Clock, arguments);
        Disclosure.Saw(ran.Output + ran.Error);
        return ran;
    }

    private protected async Task DoneAsync(params string[] arguments)
    {
        var ran = await CommandAsync(arguments);
        Assert.True(ran.Code == 0, ran.Error);
    }

    /// <summary>Lets so much time pass that the published documents are looked at again.</summary>
    protected void Pass(TimeSpan time) => Clock.Advance(time + TimeSpan.FromSeconds(2));
}
