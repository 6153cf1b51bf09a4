using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Server.Tests.Hosting;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary>Commands against a server that runs, which need no setting of this machine.</summary>
public sealed class RemoteCommandTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Server => servers.Bridge.Admin.BaseAddress!.ToString();

    [Fact]
    public async Task A_file_is_tried_and_applied_with_exit_codes_that_a_pipeline_can_use()
    {
        var token = await servers.Bridge.MakeTokenAsync(Right.Admin, ct: Ct);
        const string yaml = "mappings: [{ id: remote, from: project_path }]";

        var tried = await RunAsync(token, yaml, "apply", "-", "--dry-run", "--server", Server);
        Assert.Equal((2, $"+ mappings/remote{Environment.NewLine}Nothing was written: 1 would change.{Environment.NewLine}", ""), (tried.Code, tried.Output, tried.Error));
        var applied = await RunAsync(token, yaml, "apply", "-", "--server", Server, "--why", "a test", "--output", "json");
        Assert.Equal(0, applied.Code);
        Assert.True(JsonNode.Parse(applied.Output)!["written"]!.GetValue<bool>());
        Assert.Equal(0, (await RunAsync(token, yaml, "apply", "-", "--dry-run", "--server", Server)).Code);
        Assert.Contains("id: remote", (await RunAsync(token, "", "export", "--server", Server)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_and_refusals_are_told_and_end_apart()
    {
        var mistaken = await RunAsync(await servers.Bridge.MakeTokenAsync(Right.Admin, ct: Ct), "mappings:\n  - { id: a, form: ref }", "apply", "-", "--server", Server);
        Assert.Equal(3, mistaken.Code);
        Assert.Contains("line 2: mappings[a].form: is not known here", mistaken.Error, StringComparison.Ordinal);

        var refused = await RunAsync(await servers.Bridge.MakeTokenAsync(Right.Write, ct: Ct), "clients: [{ id: gitlab-ci, enabled: false }]", "apply", "-", "--server", Server);
        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains("needs a token with the right admin", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(ApiTokenText.Make(), "", "export", "--server", Server)).Code);
        Assert.Equal(1, (await RunAsync(ApiTokenText.Make(), "", "export", "--server", "http://127.0.0.1:1")).Code);
        Assert.Equal(1, (await RunAsync(ApiTokenText.Make(), "", "export", "--server", servers.Bridge.Public.BaseAddress!.ToString())).Code);
    }

    [Theory]
    [InlineData("bridge.example.com")]
    [InlineData("http://bridge.example.com")]
    public async Task A_token_is_not_sent_where_others_could_read_it(string server) =>
        Assert.Equal(3, (await RunAsync(ApiTokenText.Make(), "", "export", "--server", server)).Code);

    [Fact]
    public async Task Without_a_token_nothing_is_asked()
    {
        var ran = await RunAsync(null, "", "export", "--server", Server);
        Assert.Equal((3, $"BRIDGE_TOKEN is not set: put the API token there.{Environment.NewLine}"), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task Tokens_are_made_listed_and_revoked_at_a_server()
    {
        var admin = await servers.Bridge.MakeTokenAsync(Right.Admin, ct: Ct);
        var made = await RunAsync(admin, "", "tokens", "create", "robot", "--right", "read", "--expires-in", "1d", "--issuer", "main", "--group", "acme", "--server", Server, "--output", "json");
        Assert.Equal(0, made.Code);
        var token = JsonNode.Parse(made.Output)!;
        Assert.True(ApiTokenText.IsWellFormed(token["token"]!.ToString()));

        var listed = await RunAsync(admin, "", "tokens", "list", "--server", Server);
        Assert.Contains($"{token["id"]}  read   main/acme", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(admin, "", "tokens", "revoke", token["id"]!.ToString(), "--server", Server)).Code);
        Assert.Equal(1, (await RunAsync(token["token"]!.ToString(), "", "tokens", "list", "--server", Server)).Code);
    }

    [Fact]
    public async Task Projects_are_listed_confirmed_and_found_again_at_a_server()
    {
        var admin = await servers.Bridge.MakeTokenAsync(Right.Admin, ct: Ct);
        await RunAsync(admin, "relying_parties: [{ id: enrolled-alone, audience: 'https://enrolled-alone.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }]", "apply", "-", "--server", Server);
        var job = servers.GitLab.Mint(servers.Bridge.Issuer, TokenPreset.Branch, new JsonObject { ["project_id"] = "4096", ["project_path"] = "acme/far-away" });
        await servers.Bridge.ExchangeAsync(job, "https://enrolled-alone.test", Ct);

        var waiting = await RunAsync(admin, "", "projects", "list", "--waiting", "--server", Server);
        Assert.Contains("main/4096  acme/far-away", waiting.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(admin, "", "projects", "confirm", "main", "4096", "--path", "acme/elsewhere", "--yes", "--server", Server)).Code);
        Assert.Equal(1, (await RunAsync(admin, "", "projects", "confirm", "main", "4097", "--yes", "--server", Server)).Code);
        var confirmed = await RunAsync(admin, "", "projects", "confirm", "main", "4096", "--path", "acme/far-away", "--yes", "--why", "asked for", "--server", Server);
        Assert.Equal((0, ""), (confirmed.Code, confirmed.Error));
        Assert.EndsWith($"it is enrolled: relying parties that demand enrolled projects serve it, as their rules say.{Environment.NewLine}Confirmed.{Environment.NewLine}", confirmed.Output, StringComparison.Ordinal);

        Assert.StartsWith("main/4096  acme/far-away", (await RunAsync(admin, "", "projects", "list", "--search", "far-away", "--server", Server)).Output, StringComparison.Ordinal);
        Assert.Contains("acme/far-away  project 4096", (await RunAsync(admin, "", "projects", "burned", "--path", "acme/far", "--server", Server)).Output, StringComparison.Ordinal);
        Assert.Equal($"Every project that is named was seen.{Environment.NewLine}", (await RunAsync(admin, "", "projects", "unseen", "--days", "30", "--server", Server)).Output);
    }

    private static Task<Ran> RunAsync(string? token, string input, params string[] arguments) =>
        Ran.WithInputAsync(new Dictionary<string, string?> { ["BRIDGE_TOKEN"] = token }, new ManualClock(), input, arguments);
}
