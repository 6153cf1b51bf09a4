using Bridge.Server.Tests.Attacks;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary><c>bridge discovery export</c> writes what the server serves.</summary>
public sealed class DiscoveryExportTests : ExchangeTest
{
    [Theory]
    [InlineData("https://bridge.test", "/.well-known/openid-configuration")]
    [InlineData("https://bridge.test/ci/bridge", "/ci/bridge/.well-known/openid-configuration")]
    public async Task The_files_are_byte_for_byte_what_the_server_serves(string issuer, string discovery)
    {
        var clock = new ManualClock();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Issuer = issuer, Time = clock }, Ct);
        var root = Path.Combine(bridge.Folder, "bucket");

        var ran = await Ran.CommandAsync(bridge.Written, clock, "discovery", "export", root);

        Assert.True(ran.Code == 0, ran.Error);
        foreach (var route in new[] { discovery, bridge.Settings.Issuer.JwksRoute })
        {
            Assert.Equal(await bridge.Public.GetByteArrayAsync(route, Ct), await File.ReadAllBytesAsync(root + route, Ct));
            Assert.Contains(root + route, ran.Output, StringComparison.Ordinal);
        }

        Assert.Equal(2, Directory.GetFiles(root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task After_a_rotation_the_export_has_the_announced_key()
    {
        var clock = new ManualClock();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock }, Ct);
        var root = Path.Combine(bridge.Folder, "bucket");
        await Ran.CommandAsync(bridge.Written, clock, "discovery", "export", root);
        var before = await File.ReadAllTextAsync(root + bridge.Settings.Issuer.JwksRoute, Ct);

        await Ran.CommandAsync(bridge.Written, clock, "keys", "rotate", "--algorithm", "ES256");
        await Ran.CommandAsync(bridge.Written, clock, "discovery", "export", root);
        clock.Advance(TimeSpan.FromSeconds(2));

        var after = await File.ReadAllTextAsync(root + bridge.Settings.Issuer.JwksRoute, Ct);
        Assert.NotEqual(before, after);
        Assert.Equal(await bridge.Public.GetStringAsync(bridge.Settings.Issuer.JwksRoute, Ct), after);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);

        var ran = await Ran.CommandAsync(bridge.Written, TimeProvider.System, "discovery", "export", Path.Combine(bridge.Folder, "bridge.db"));

        Assert.Equal(3, ran.Code);
        Assert.Contains("cannot be written", ran.Error, StringComparison.Ordinal);
    }
}
