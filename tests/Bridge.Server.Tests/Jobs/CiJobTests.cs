using System.Diagnostics;
using System.Runtime.Versioning;
using Bridge.Server.Hosting;
using Bridge.Server.Tests.Attacks;
using Bridge.Server.Tests.Simulator;
using Bridge.Testing.Hosting;
using Microsoft.AspNetCore.Builder;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Bridge.Server.Tests.Jobs;

/// <summary>The ready GitLab CI job, run by <c>sh</c> with the real <c>curl</c> as a runner runs it.</summary>
[SupportedOSPlatform("linux")]
public sealed class CiJobTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Deploy = "https://deploy.test";

    private static readonly string[] Programs = ["curl", "sed", "cat", "mktemp", "rm"];

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: main, effect: allow, when: { ref: main } }] }

        """;

    [Fact]
    public async Task The_token_is_in_a_file_that_only_the_job_can_read_and_nowhere_else()
    {
        var token = Job();
        var ran = await RunAsync(token, Bridge.Public.BaseAddress!, """
            stat -c 'mode %a of %n' "$BRIDGE_TOKEN_FILE" "$(dirname "$BRIDGE_TOKEN_FILE")"
            ls -A "$(dirname "$BRIDGE_TOKEN_FILE")"
            printf 'id token: %s.\n' "$BRIDGE_ID_TOKEN"
            cp "$BRIDGE_TOKEN_FILE" "$TEST_FOLDER/token"
            """);

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Matches(@"\Amode 600 of (?<folder>/\S+)/token\nmode 700 of \k<folder>\ntoken\nid token: \.\n\z", ran.Output);
        Assert.Empty(ran.Error);
        var issued = (await File.ReadAllTextAsync(Path.Combine(ran.Folder, "token"), Ct)).Trim();
        Assert.Equal(Deploy, DecodedToken.Read(issued).Claims["aud"]!.GetValue<string>());
        Disclosure.Keep(issued);
        Assert.False(Directory.Exists(ran.Output.Split(' ')[3].Split('\n')[0][..^"/token".Length]));
    }

    [Fact]
    public async Task A_refusal_ends_the_job_with_its_reason()
    {
        var ran = await RunAsync(Job([("ref", "feature")]), Bridge.Public.BaseAddress!, "echo went on");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.StartsWith("Bridge answered 400:\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"no_rule_matched\"", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith("}\n", ran.Error, StringComparison.Ordinal);
    }

    // A proxy or a page to sign in at says 200 to everything.
    [Fact]
    public async Task What_answers_200_without_a_token_ends_the_job()
    {
        await using var other = await BridgeServer.StartAsync(new BridgeServerOptions { Map = app => app.MapPost("/portal/connect/token", () => "Please sign in.").WithMetadata(Door.Public) }, Ct);

        var ran = await RunAsync(Job(), new Uri(other.Public.BaseAddress!, "portal"), "echo went on");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Equal($"What {other.Public.BaseAddress}portal answered holds no token: it is not the issuer URL of a Bridge.\n", ran.Error);
    }

    [Fact]
    public async Task Where_Bridge_cannot_be_reached_the_job_ends()
    {
        var ran = await RunAsync(Job(), new Uri("http://127.0.0.1:1/"), "echo went on");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.StartsWith("curl: (7)", ran.Error, StringComparison.Ordinal);
    }

    private static string BeforeScript()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "Bridge.sln")))
            place = place.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        using var file = File.OpenText(Path.Combine(place.FullName, "config", "gitlab-ci", "bridge.gitlab-ci.yml"));
        var yaml = new YamlStream();
        yaml.Load(file);
        return string.Join('\n', ((YamlSequenceNode)yaml.Documents[0].RootNode[".bridge"]["before_script"]).Select(line => ((YamlScalarNode)line).Value));
    }

    // Every program that the script starts writes down its arguments first.
    private async Task<(int Code, string Output, string Error, string Folder)> RunAsync(string token, Uri server, string script)
    {
        Disclosure.Keep(token);
        var folder = Directory.CreateDirectory(Path.Combine(Bridge.Folder, $"job-{Guid.NewGuid():N}")).FullName;
        foreach (var program in Programs)
        {
            var path = Path.Combine(folder, program);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\nprintf '%s\\n' {program} \"$@\" >> \"$TEST_FOLDER/arguments\"\nPATH=$TEST_PATH exec {program} \"$@\"\n", Ct);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("sh", ["-e"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["TEST_FOLDER"] = folder;
        start.Environment["TEST_PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["BRIDGE_ID_TOKEN"] = token;
        start.Environment["BRIDGE_URL"] = server.ToString().TrimEnd('/');
        start.Environment["BRIDGE_AUDIENCE"] = Deploy;
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync($"{BeforeScript()}\n{script}\n");
        shell.StandardInput.Close();
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(Ct), shell.StandardError.ReadToEndAsync(Ct));
        await shell.WaitForExitAsync(Ct);
        var arguments = await File.ReadAllTextAsync(Path.Combine(folder, "arguments"), Ct);
        Assert.Contains("subject_token@-", arguments, StringComparison.Ordinal);
        Disclosure.Saw(arguments);
        Disclosure.Saw(await output);
        Disclosure.Saw(await error);
        Disclosure.Watch(Bridge.Log);
        return (shell.ExitCode, await output, await error, folder);
    }
}
