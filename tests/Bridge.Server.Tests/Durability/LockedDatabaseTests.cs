using System.Diagnostics;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Durability;

/// <summary>Another program holds the SQLite file.</summary>
public sealed class LockedDatabaseTests : OutageTest
{
    private const string Lock = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        print("locked", flush=True)
        sys.stdin.read()
        """;

    [Fact]
    public async Task A_file_that_stays_locked_gives_no_token_and_one_that_is_let_go_does()
    {
        await using var bridge = await StartAsync(new BridgeServerOptions());
        await GrantedAsync(bridge, Job(), Deploy);
        using var other = Process.Start(new ProcessStartInfo("python3", ["-c", Lock, bridge.Settings.Storage.Path!]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(Ct));

        AssertUnavailable(await SendAsync(bridge, Job(), Deploy), "store_unavailable");

        Assert.Equal(1, await CountAsync(bridge));
        other.StandardInput.Close();
        await other.WaitForExitAsync(Ct);
        await GrantedAsync(bridge, Job(), Deploy);
    }

    [Fact]
    public async Task A_file_that_is_locked_for_a_moment_is_waited_for()
    {
        await using var bridge = await StartAsync(new BridgeServerOptions());
        using var other = Process.Start(new ProcessStartInfo("python3", ["-c", Lock, bridge.Settings.Storage.Path!]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(Ct));

        var waiting = GrantedAsync(bridge, Job(), Deploy);
        await Eventually.IsTrueAsync(() => bridge.Engine.IssuerKeys.Health().Count > 0, Ct);
        Assert.False(waiting.IsCompleted);
        other.StandardInput.Close();

        await waiting;
        await other.WaitForExitAsync(Ct);
    }
}
