using System.Diagnostics;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Durability;

/// <summary>The volume of a SQLite file fills up.</summary>
public sealed class FullDiskTests : OutageTest
{
    [Fact]
    public async Task On_a_full_disk_nobody_gets_a_token_and_with_space_again_everybody_does()
    {
        var volume = Directory.CreateTempSubdirectory("bridge-").FullName;
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", volume) != 0)
        {
            Directory.Delete(volume);
            Assert.Skip("Only root may mount the small volume that this fills.");
        }

        try
        {
            await FillAsync(volume);
        }
        finally
        {
            await RunAsync("umount", "--lazy", volume);
            Directory.Delete(volume);
        }
    }

    [Fact]
    public async Task Below_the_floor_of_free_space_refusals_are_only_counted_and_grants_go_on()
    {
        await using var bridge = await StartAsync(new BridgeServerOptions { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:FreeSpaceFloor"] = "999999GiB" } });

        await GrantedAsync(bridge, Job(), Deploy);
        var refused = await SendAsync(bridge, Job("feature"), Deploy);
        await GrantedAsync(bridge, Job(), Deploy);

        Assert.Equal((400, "no_rule_matched"), ((int)refused.Status, refused.Reason));
        Assert.Equal("false", refused.Member("recorded"));
        Assert.NotNull(refused.Member("exchange_id"));
        Assert.All(await RecordsAsync(bridge), record => Assert.True(record.Granted));
        Assert.Equal(2, await CountAsync(bridge));
    }

    private async Task FillAsync(string volume)
    {
        await using var place = await StartAsync(new BridgeServerOptions());
        await place.StopAsync();
        var path = Path.Combine(volume, "bridge.db");
        File.Copy(place.Settings.Storage.Path!, path);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:Path"] = path, ["Storage:FreeSpaceFloor"] = "0MiB" } }, Ct);
        await GrantedAsync(bridge, Job(), Deploy);
        var granted = 1;

        await FillUpAsync(Path.Combine(volume, "ballast"));
        for (var tries = 0; ; tries++)
        {
            var answer = await SendAsync(bridge, Job(), Deploy);
            if (answer.AccessToken is null)
            {
                AssertUnavailable(answer, "store_unavailable");
                break;
            }

            granted++;
            Assert.True(tries < 1000, "The volume never filled up.");
        }

        AssertUnavailable(await SendAsync(bridge, Job("feature"), Deploy), "store_unavailable");
        Assert.Equal(granted, await CountAsync(bridge));

        File.Delete(Path.Combine(volume, "ballast"));
        await GrantedAsync(bridge, Job(), Deploy);
        Assert.Equal(granted + 1, await CountAsync(bridge));
    }

    private static async Task FillUpAsync(string ballast)
    {
        await using var file = File.Create(ballast, bufferSize: 0);
        try
        {
            while (true)
                await file.WriteAsync(new byte[4096], Ct);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return process.ExitCode;
    }
}
