using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

/// <summary>A simulator and a clock of its own for each test.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    private protected ManualClock Clock { get; } = new();

    private protected GitLabSimulator GitLab { get; private set; } = null!;

    // A redirect that was followed would hide itself.
    private protected HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync(time: Clock, ct: Ct);
        Http.BaseAddress = GitLab.Address;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        await GitLab.DisposeAsync();
    }

    private protected JsonObject Claims(TokenRequest request) => DecodedToken.Read(GitLab.Mint(request)).Claims;

    private protected JsonObject Claims(JsonObject overrides, TokenPreset preset = TokenPreset.Branch) =>
        Claims(new TokenRequest { Preset = preset, Claims = overrides });

    private protected async Task<JsonObject> GetJsonAsync(string path) =>
        JsonNode.Parse(await Http.GetStringAsync(path, Ct))!.AsObject();

    private protected async Task<HttpResponseMessage> PostAsync(string path, string body) =>
        await Http.PostAsync(path, new StringContent(body), Ct);

    private protected static string? Text(JsonObject claims, string name)
    {
        Assert.Equal(JsonValueKind.String, claims[name]!.GetValueKind());
        return claims[name]!.GetValue<string>();
    }
}
