using System.Collections.Concurrent;
using System.Text;
using Bridge.Server.Tests.Hosting;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Bridge.Server.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_and_traces_reach_an_OTLP_receiver()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receiver = builder.Build();
        receiver.MapPost("/otlp/v1/{kind}", async (string kind, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, Ct);
            received.AddOrUpdate(kind, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await receiver.StartAsync(Ct);
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await using (var bridge = await BridgeServer.StartAsync(new BridgeServerOptions
        {
            Yaml = ServerFixture.Yaml(gitLab),
            Settings = new Dictionary<string, string?> { ["Telemetry:Endpoint"] = $"{receiver.Urls.First()}/otlp", ["Telemetry:Protocol"] = "http" },
        }, Ct))
        {
            await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), "https://deploy.test", Ct);
            await bridge.StopAsync();
        }

        foreach (var name in new[] { "bridge.exchange.records", "relying_party", "deploy", "bridge.signing_key.age", "bridge.issuer_keys.age", "bridge.journal.commit.duration", "bridge.journal.queue" })
            Assert.Contains(name, received["metrics"], StringComparison.Ordinal);
        Assert.Contains("/connect/token", received["traces"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_record_and_each_change_is_one_event_with_a_stable_name()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = ServerFixture.Yaml(gitLab), Settings = new Dictionary<string, string?> { ["Keys:Refresh"] = "1s" } }, Ct);
        await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), "https://deploy.test", Ct);
        await bridge.ExchangeAsync("nonsense", "https://deploy.test", Ct);
        await bridge.ApplyAsync("mappings: [{ id: told, from: ref }]", Ct);

        var changed = () => bridge.Log.Lines.Count(line => line.Contains("ConfigurationChanged", StringComparison.Ordinal) && line.Contains("+ mappings/told", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => changed() > 0, Ct);
        Assert.Equal(1, changed());
        Assert.Equal(2, bridge.Log.Lines.Count(line => line.Contains("ExchangeRecorded", StringComparison.Ordinal)));
    }
}
