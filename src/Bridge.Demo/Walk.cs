using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator;
using Bridge.Simulator.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Demo;

/// <summary>Plays a GitLab CI job that trades its token, and says each step.</summary>
internal static class Walk
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string SubjectTokenType = "urn:ietf:params:oauth:token-type:id_token";

    /// <summary>Gives 0 once every step has succeeded; with <paramref name="once"/> at once, else when it is stopped.</summary>
    public static async Task<int> RunAsync(bool once, TextWriter output, CancellationToken ct)
    {
        void Say(string line) => output.WriteLine(line.Length == 0 ? "" : "  " + line);
        void Step(string title) => output.WriteLine($"{Environment.NewLine}── {title}");

        var folder = Directory.CreateTempSubdirectory("bridge-demo-").FullName;
        try
        {
            Step("A GitLab instance (a stand-in that signs tokens as GitLab does)");
            await using var gitLabApp = SimulatorApp.Create(new SimulatorOptions());
            await gitLabApp.StartAsync(ct);
            var gitLab = gitLabApp.Services.GetRequiredService<SimulatedGitLab>();
            Say($"{gitLab.Url}, its keys at {gitLab.Url}/oauth/discovery/keys");

            Step("Bridge, with a fresh SQLite file");
            var (issuer, admin) = FreePorts.Two();
            await using var bridge = await DemoBridge.StartAsync(folder, issuer, admin, DemoConfiguration.Yaml(gitLab.Url), Say, ct);
            Say($"serves at {issuer}");

            using var http = new HttpClient();
            await PlayAsync(http, gitLab, issuer, folder, Step, Say, ct);
            if (once)
                return 0;

            Step("Try next (Ctrl+C ends the demo and deletes its files)");
            Next(gitLab.Url, issuer, folder, Say);
            await Stopped(ct);
            return 0;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            await output.WriteLineAsync($"{Environment.NewLine}The demo failed: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return once ? 1 : 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PlayAsync(HttpClient http, SimulatedGitLab gitLab, string issuer, string folder, Action<string> step, Action<string> say, CancellationToken ct)
    {
        step("A job starts: GitLab hands it the token that it declared under id_tokens");
        var ciToken = gitLab.Mint(new TokenRequest { Preset = TokenPreset.Documented, Audience = issuer });
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), ciToken, ct);
        say("id_tokens:");
        say("  BRIDGE_ID_TOKEN:");
        say($"    aud: {issuer}");

        step("The job trades it; this is all that a job needs");
        foreach (var line in Curl(issuer, DemoConfiguration.Staging, "\"$BRIDGE_ID_TOKEN\""))
            say(line);
        var (status, answer) = await ExchangeAsync(http, issuer, ciToken, DemoConfiguration.Staging, ct);
        say("");
        say($"{(int)status} {answer.ToJsonString(JsonSerializerOptions.Web).Replace(answer["access_token"]?.GetValue<string>() ?? "-", "…", StringComparison.Ordinal)}");
        if (status != HttpStatusCode.OK)
            throw new InvalidOperationException("the exchange was refused");
        var token = answer["access_token"]!.GetValue<string>();

        step("Both tokens");
        foreach (var line in SideBySide.Lines("GitLab's", ciToken, "Bridge's", token, Width()))
            say(line);

        step("A service that knows only Bridge's issuer URL verifies it");
        await IndependentVerification.VerifyAsync(http, issuer, DemoConfiguration.Staging, token, say, ct);

        step("A fork's merge request asks for production");
        var forkToken = gitLab.Mint(new TokenRequest { Preset = TokenPreset.ForkMergeRequest, Audience = issuer, Claims = new JsonObject { ["ref"] = "main", ["ref_protected"] = "true", ["project_path"] = "my-group/a-fork", ["job_project_id"] = "20", ["job_project_path"] = "my-group/my-project" } });
        var (refusedStatus, refused) = await ExchangeAsync(http, issuer, forkToken, DemoConfiguration.Production, ct);
        say($"{(int)refusedStatus}");
        foreach (var (name, value) in refused)
            say($"{name}: {value}");
        if (refusedStatus != HttpStatusCode.BadRequest || refused["reason"]?.GetValue<string>() != "fork_not_allowed")
            throw new InvalidOperationException("the fork was not refused for being one");
    }

    private static async Task<(HttpStatusCode Status, JsonObject Answer)> ExchangeAsync(HttpClient http, string issuer, string token, string audience, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", GrantType),
            new("subject_token_type", SubjectTokenType),
            new("subject_token", token),
            new("audience", audience),
        ]);
        using var response = await http.PostAsync(issuer + "/connect/token", form, ct);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(ct))!.AsObject());
    }

    private static void Next(string gitLab, string issuer, string folder, Action<string> say)
    {
        say("The token of another job, here one for a tag; any claim can be set, and null removes one:");
        say($"  curl -s {gitLab}/simulator/tokens -d '{{\"preset\":\"tag\",\"aud\":\"{issuer}\",\"claims\":{{\"user_login\":\"jane\"}}}}' > job.jwt");
        say("Trade it:");
        foreach (var line in Curl(issuer, DemoConfiguration.Production, "\"$(cat job.jwt)\""))
            say("  " + line);
        say("The public documents:");
        say($"  curl -s {issuer}/.well-known/openid-configuration");
        say("Why is a job refused? Bridge says each check (it works on the files of this demo):");
        say($"  Bridge__Issuer={issuer} Bridge__Storage__Path={folder}/bridge.db Bridge__Keys__EncryptionKeyFile={folder}/bridge.kek \\");
        say($"    dotnet run --project src/Bridge.Server -- explain job.jwt --audience {DemoConfiguration.Production}");
    }

    private static IEnumerable<string> Curl(string issuer, string audience, string token) =>
    [
        $"printf %s {token} | curl -s {issuer}/connect/token \\",
        $"  -d grant_type={GrantType} \\",
        $"  -d subject_token_type={SubjectTokenType} \\",
        "  --data-urlencode subject_token@- \\",
        $"  --data-urlencode audience={audience}",
    ];

    private static int Width() => Console.IsOutputRedirected ? 150 : Math.Max(80, Console.WindowWidth - 4);

    private static Task Stopped(CancellationToken ct)
    {
        var stopped = new TaskCompletionSource();
        ct.Register(stopped.SetResult);
        return stopped.Task;
    }
}
