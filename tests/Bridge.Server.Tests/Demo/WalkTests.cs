using System.Diagnostics;
using Xunit;

namespace Bridge.Server.Tests.Demo;

/// <summary>The demo is the first thing that people run.</summary>
public sealed class WalkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_plays_to_its_end_and_says_each_step()
    {
        var before = Folders();
        using var demo = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bridge.Demo.dll"), "--once"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (demo.StandardOutput.ReadToEndAsync(Ct), demo.StandardError.ReadToEndAsync(Ct));
        await demo.WaitForExitAsync(Ct);
        var said = await output;

        Assert.True(demo.ExitCode == 0, said + await error);
        Assert.Empty(await error);
        Assert.All(
            new[]
            {
                "── A GitLab instance", "── Bridge, with a fresh SQLite file", "Made the first signing key for RS256", "Applied:",
                "── A job starts", "── The job trades it", "200 {", "── Both tokens", "sub: \"project_id:20:ref_type:branch:ref:feature-branch-1",
                "── A service that knows only Bridge's issuer URL verifies it", "the RS256 signature holds",
                "── A fork's merge request asks for production", "reason: fork_not_allowed",
            },
            step => Assert.Contains(step, said, StringComparison.Ordinal));
        Assert.DoesNotContain("eyJ", said, StringComparison.Ordinal);
        Assert.Empty(Folders().Except(before));
    }

    [Fact]
    public async Task It_stays_up_until_it_is_ended_and_leaves_nothing_behind()
    {
        using var demo = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bridge.Demo.dll")]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = "";
        while (await demo.StandardOutput.ReadLineAsync(Ct) is { } line && !line.Contains("-- explain job.jwt", StringComparison.Ordinal))
            said += line + "\n";
        var folder = said.Split("Made the database: ")[1].Split("/bridge.db")[0];
        Assert.True(Directory.Exists(folder), said);
        Assert.Contains("── Try next", said, StringComparison.Ordinal);
        Assert.False(demo.HasExited);

        using (var kill = Process.Start("kill", ["-TERM", $"{demo.Id}"]))
            await kill.WaitForExitAsync(Ct);
        await demo.WaitForExitAsync(Ct);

        Assert.Equal(0, demo.ExitCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task What_the_demo_does_not_know_it_refuses()
    {
        using var demo = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bridge.Demo.dll"), "--twice"]) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = await demo.StandardError.ReadToEndAsync(Ct);
        await demo.WaitForExitAsync(Ct);

        Assert.Equal((1, $"Usage: Bridge.Demo [--once]{Environment.NewLine}"), (demo.ExitCode, error));
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "bridge-demo-*");
}
