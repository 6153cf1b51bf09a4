using System.Text.Json.Nodes;
using Bridge.Server.Tests.Hosting;
using Bridge.Simulator;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>
/// A GitLab and a Bridge that trusts it, on one clock that stands still. As it is, every job of that GitLab gets a token;
/// derived scenes say what is otherwise.
/// </summary>
public class Scene : IAsyncLifetime
{
    public ManualClock Clock { get; init; } = new();

    public GitLabSimulator GitLab { get; private set; } = null!;

    public AttackedBridge Bridge { get; private set; } = null!;

    protected virtual SimulatorOptions Simulator => new();

    protected virtual string Yaml => ServerFixture.Yaml(GitLab);

    /// <summary>An ordinary token of a job for this Bridge, with some claims of its own; null removes one.</summary>
    public string Token(JsonObject? claims = null, JsonObject? header = null) =>
        GitLab.Mint(new TokenRequest { Audience = Bridge.Issuer, Claims = claims ?? [], Header = header ?? [] });

    /// <summary>The text of an ordinary payload.</summary>
    public string Payload(JsonObject? claims = null) => GitLab.GitLab.Payload(new TokenRequest { Audience = Bridge.Issuer, Claims = claims ?? [] });

    /// <summary>A moment so many seconds from now, as tokens have it.</summary>
    public long In(int seconds) => Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;

    /// <summary>The same moment as refusals write it.</summary>
    public string Text(int seconds) => (Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>A scene of one test alone.</summary>
    public static async Task<T> StartAsync<T>(T scene)
        where T : Scene
    {
        await scene.InitializeAsync();
        return scene;
    }

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync(Simulator, Clock);
        await PrepareAsync();
        Bridge = await AttackedBridge.StartAsync(new BridgeServerOptions { Yaml = Yaml, Time = Clock });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
        await CleanAsync();
    }

    /// <summary>Starts what the configuration needs beside GitLab.</summary>
    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>Ends what <see cref="PrepareAsync"/> started.</summary>
    protected virtual ValueTask CleanAsync() => ValueTask.CompletedTask;
}
