using System.Diagnostics;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Tests.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Admin.GitLabDoor;

/// <summary>An independent client library of GitLab's API (gitbeaker), pointed at Bridge and otherwise as it is.</summary>
public sealed class GitLabClientTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/gitlab/main")]
    [InlineData("")]
    public async Task It_changes_a_projects_components(string door)
    {
        var answer = await RunAsync(door, await servers.Bridge.MakeTokenAsync(Right.Write, new Reach.Project("main", "4711"), ct: Ct), "4711", "project_id", "ref_type", "ref", "environment_protected");

        Assert.Null(answer["error"]?.ToString());
        Assert.Equal(4711, answer["id"]!.GetValue<int>());
        string[] wanted = ["project_id", "ref_type", "ref", "environment_protected"];
        Assert.Equal(wanted, answer["edited"]!.AsArray().Select(claim => claim!.ToString()));
        Assert.Equal(wanted, answer["after"]!.AsArray().Select(claim => claim!.ToString()));
    }

    [Fact]
    public async Task It_understands_what_is_refused()
    {
        var answer = await RunAsync("/gitlab/main", await servers.Bridge.MakeTokenAsync(Right.Write, ct: Ct), "4712", "ref");
        Assert.Equal(400, answer["status"]!.GetValue<int>());
        Assert.Contains("must be the first element", answer["error"]!.ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonNode> RunAsync(string door, string token, params string[] arguments)
    {
        var folder = Path.Combine(Root(), "tests", "gitlab-client");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "the client library is not installed; tests/run installs it");
        var start = new ProcessStartInfo("node", ["change.mjs", .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["HOST"] = servers.Bridge.Admin.BaseAddress!.ToString().TrimEnd('/') + door;
        start.Environment["TOKEN"] = token;
        using var client = Process.Start(start)!;
        var output = await client.StandardOutput.ReadToEndAsync(Ct);
        await client.WaitForExitAsync(Ct);
        return JsonNode.Parse(output)!;
    }

    private static string Root()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "Bridge.sln")))
            place = place.Parent!;
        return place.FullName;
    }
}
