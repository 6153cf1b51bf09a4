using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Server.Tests.Hosting;
using Bridge.Storage;
using Bridge.Testing;
using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Issuers;

/// <summary>An issuer that is switched off is off for the next request, whoever switched it off and wherever.</summary>
public sealed class IssuerSwitchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disabled_issuer_is_refused_until_it_is_enabled_again()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await using var bridge = await AttackedBridge.StartAsync(new BridgeServerOptions { Yaml = Yaml(gitLab, enabled: false) }, Ct);

        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsRefusedUnverified("issuer_disabled");
        Assert.Equal((0, 0), (gitLab.Requests.Discovery, gitLab.Requests.Jwks));
        await bridge.Server.ApplyAsync(Yaml(gitLab, enabled: true), Ct);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Issuer_that_another_process_disables_is_refused_at_once(StorageProvider provider)
    {
        await using var database = provider == StorageProvider.PostgreSql ? await PostgreSqlDatabase.CreateAsync() : null;
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        var options = new BridgeServerOptions { Yaml = Yaml(gitLab, enabled: true), PostgreSql = database?.ConnectionString, Time = new ManualClock(TimeProvider.System.GetUtcNow()) };
        await using var bridge = await AttackedBridge.StartAsync(options, Ct);
        var token = gitLab.Mint(bridge.Issuer);
        (await bridge.ExchangeAsync(token, Ct)).IsGranted();

        await ApplyElsewhereAsync(bridge, Yaml(gitLab, enabled: false));

        // The clock of the server stands still, so nothing but the exchange itself can have noticed.
        (await bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified("issuer_disabled");
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsRefusedUnverified("issuer_disabled");
    }

    private static string Yaml(GitLabSimulator gitLab, bool enabled) =>
        ServerFixture.Yaml(gitLab).Replace("    keys:", $"    enabled: {(enabled ? "true" : "false")}\n    keys:", StringComparison.Ordinal);

    // The program itself, in a process of its own, against the database of the running server.
    private static async Task ApplyElsewhereAsync(AttackedBridge bridge, string yaml)
    {
        var file = Path.Combine(bridge.Server.Folder, "change.yaml");
        await File.WriteAllTextAsync(file, yaml, Ct);
        var (code, output, error) = await BridgeProcess.RunAsync(bridge.Server.Written, "apply", file);
        Assert.True(code == 0, output + error);
    }
}
