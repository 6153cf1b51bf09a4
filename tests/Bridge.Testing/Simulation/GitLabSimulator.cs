using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator;
using Bridge.Simulator.Control;
using Bridge.Simulator.Keys;
using Bridge.Simulator.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Testing.Simulation;

/// <summary>A simulated GitLab instance on a loopback port of its own, for the length of a test or a fixture.</summary>
public sealed class GitLabSimulator : IAsyncDisposable
{
    private readonly ConcurrentBag<SimulatorKey> rented = [];
    private readonly WebApplication app;
    private readonly HttpClient http = new();

    private GitLabSimulator(SimulatorOptions options, TimeProvider? time)
    {
        app = SimulatorApp.Create(options with { NewKey = Rent }, time);
        GitLab = app.Services.GetRequiredService<SimulatedGitLab>();
    }

    public static async Task<GitLabSimulator> StartAsync(
        SimulatorOptions? options = null, TimeProvider? time = null, CancellationToken ct = default)
    {
        var simulator = new GitLabSimulator(options ?? new SimulatorOptions(), time);
        await simulator.app.StartAsync(ct);
        simulator.Address = new Uri(simulator.app.Urls.First());
        simulator.http.BaseAddress = simulator.Address;
        return simulator;
    }

    /// <summary>The instance itself, for all that has no member here.</summary>
    public SimulatedGitLab GitLab { get; }

    /// <summary>Where it listens, whatever URL it claims to have.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The URL of the instance, and its issuer in discovery.</summary>
    public string Url => GitLab.Url;

    /// <summary>The <c>iss</c> of its CI tokens.</summary>
    public string Issuer => GitLab.Issuer;

    public RequestCounts Requests => GitLab.Requests;

    public Outage Outage
    {
        get => GitLab.Outage;
        set => GitLab.Outage = value;
    }

    public SimulatorKey RotateCiKey() => GitLab.RotateCiKey();

    public string Mint(TokenRequest request) => GitLab.Mint(request);

    /// <summary>The token of a job on a protected branch, or of the preset, with some claims of its own; null removes one.</summary>
    public string Mint(string audience, TokenPreset preset = TokenPreset.Branch, JsonObject? claims = null) =>
        GitLab.Mint(new TokenRequest { Audience = audience, Preset = preset, Claims = claims ?? [] });

    /// <summary>A token over HTTP, as anyone without a reference to the simulator gets it.</summary>
    public async Task<string> MintAsync(JsonObject request, CancellationToken ct = default)
    {
        using var response = await http.PostAsJsonAsync("/simulator/tokens", request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{response.StatusCode}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
        while (rented.TryTake(out var key)) KeyPool.Return(key);
    }

    private SimulatorKey Rent()
    {
        var key = KeyPool.Rent();
        rented.Add(key);
        return key;
    }
}
