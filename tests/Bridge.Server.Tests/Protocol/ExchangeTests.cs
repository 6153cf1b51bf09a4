using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Server.Hosting;
using Bridge.Server.Tests.Hosting;
using Bridge.Simulator.Control;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Protocol;

public sealed class ExchangeTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private const string Deploy = "https://deploy.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Token => servers.GitLab.Mint(servers.Bridge.Issuer);

    [Theory]
    [InlineData("access_token", "Bearer")]
    [InlineData("id_token", "N_A")]
    [InlineData("jwt", "N_A")]
    public async Task A_granted_answer_has_these_members_alone(string type, string tokenType)
    {
        var urn = "urn:ietf:params:oauth:token-type:" + type;

        var response = await servers.Bridge.ExchangeAsync(Token, Deploy, Ct, ("requested_token_type", urn), ("scope", "read write"));

        Assert.Equal(HttpStatusCode.OK, response.Status);
        var json = response.Json;
        Assert.Equal(["access_token", "issued_token_type", "token_type", "expires_in"], json.Select(member => member.Key));
        Assert.Equal(urn, json["issued_token_type"]!.ToString());
        Assert.Equal(tokenType, json["token_type"]!.ToString());
        Assert.Equal(600, json["expires_in"]!.GetValue<int>());
    }

    [Fact]
    public async Task Scopes_are_told_where_they_differ_from_those_asked_for() =>
        Assert.Equal("read write", (await servers.Bridge.ExchangeAsync(Token, Deploy, Ct)).Member("scope"));

    [Fact]
    public async Task A_refusal_says_why_and_is_recorded_under_its_id()
    {
        var response = await servers.Bridge.ExchangeAsync(Token, "https://nobody.test", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        var id = response.Member("exchange_id")!;
        Assert.Equal(
            JsonNode.Parse($$"""
                {
                  "error": "invalid_target",
                  "error_description": "No relying party has the audience https://nobody.test.",
                  "reason": "target_unknown",
                  "exchange_id": "{{id}}",
                  "actual": "https://nobody.test"
                }
                """)!.ToJsonString(),
            response.Json.ToJsonString());
        await using var context = servers.Bridge.Engine.Database.CreateContext();
        Assert.Equal("target_unknown", (await context.Exchanges.FindAsync([Guid.Parse(id)], Ct))!.Reason);
    }

    [Fact]
    public async Task An_issued_token_verifies_through_discovery_alone()
    {
        // http on loopback is the only issuer that a standard client reaches here, and any port of it leads to this server.
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Issuer = "http://localhost/p", Yaml = ServerFixture.Yaml(servers.GitLab) }, Ct);
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, ct) => await LoopbackAsync(bridge.Public.BaseAddress!.Port, ct) });
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
            "http://localhost/p/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(client) { RequireHttps = false });
        var discovered = await manager.GetConfigurationAsync(Ct);
        var response = await bridge.ExchangeAsync(servers.GitLab.Mint(bridge.Issuer), Deploy, Ct);

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(response.AccessToken, new TokenValidationParameters
        {
            ValidIssuer = discovered.Issuer,
            ValidAudience = Deploy,
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = discovered.SigningKeys,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("http://localhost/p/connect/token", discovered.TokenEndpoint);
        Assert.Equal("http://localhost/p", result.Issuer);
        Assert.StartsWith("project_path:", result.ClaimsIdentity.FindFirst("sub")!.Value, StringComparison.Ordinal);
        Assert.Single(await bridge.QueryAsync("SELECT id FROM exchanges WHERE reason IS NULL", Ct));
    }

    [Fact]
    public async Task Without_keys_of_the_issuer_the_answer_is_503_and_leaves_no_record()
    {
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        gitLab.Outage = new Outage(OutageMode.Refuse);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = ServerFixture.Yaml(gitLab) }, Ct);

        var response = await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Deploy, Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.Status);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(["error", "error_description", "reason", "exchange_id"], response.Json.Select(member => member.Key));
        Assert.Equal("temporarily_unavailable", response.Member("error"));
        Assert.Equal("issuer_keys_unavailable", response.Reason);
        Assert.Empty(await bridge.QueryAsync("SELECT id FROM exchanges", Ct));
    }

    [Fact]
    public async Task Too_many_exchanges_of_an_issuer_are_429_without_reason_or_id()
    {
        var yaml = ServerFixture.Yaml(servers.GitLab).Replace("    url:", "    permits_per_minute: 1\n    url:", StringComparison.Ordinal);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = yaml }, Ct);
        using var limited = new LimitedRequests(bridge, "issuer");
        var granted = 0;

        TokenResponse response;
        while ((response = await bridge.ExchangeAsync(Token, Deploy, Ct)).Status == HttpStatusCode.OK)
            granted++;

        Assert.Equal(HttpStatusCode.TooManyRequests, response.Status);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(["error", "error_description"], response.Json.Select(member => member.Key));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(1, limited.Count);
        Assert.True(granted > 0);
        Assert.Equal(granted, (await bridge.QueryAsync("SELECT id FROM exchanges", Ct)).Count);
    }

    [Fact]
    public async Task What_nobody_expected_is_500_with_an_id_that_the_log_has_and_nothing_else()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = ServerFixture.Yaml(servers.GitLab) }, Ct);
        bridge.Engine.IssuerKeys.Dispose();
        var token = Token;

        var response = await bridge.ExchangeAsync(token, Deploy, Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, response.Status);
        Assert.Equal(["error", "error_description", "error_id"], response.Json.Select(member => member.Key));
        Assert.Equal("server_error", response.Member("error"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains(response.Member("error_id")!, bridge.Log.Text, StringComparison.Ordinal);
        Assert.Contains(nameof(ObjectDisposedException), bridge.Log.Text, StringComparison.Ordinal);
    }

    // A parser's message can repeat what it read.
    [Fact]
    public async Task What_an_unexpected_exception_says_is_neither_answered_nor_logged()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions
        {
            Map = app => app.MapGet("/fault", IResult () => throw new FormatException("hidden-outside", new InvalidOperationException("hidden-inside"))).WithMetadata(Door.Public),
        }, Ct);

        var response = await TokenResponse.ReadAsync(await bridge.Public.GetAsync("/fault", Ct), Ct);

        Assert.Equal((HttpStatusCode.InternalServerError, "server_error"), (response.Status, response.Member("error")));
        Assert.Contains(nameof(FormatException), bridge.Log.Text, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), bridge.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", bridge.Log.Text + response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_the_whole_exchange_behind()
    {
        var clock = new ManualClock();
        await using var gitLab = await GitLabSimulator.StartAsync(time: clock, ct: Ct);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock, Yaml = ServerFixture.Yaml(gitLab) }, Ct);
        await Eventually.IsTrueAsync(() => bridge.Engine.IssuerKeys.Health().Count > 0, Ct);
        // After that fetch in the background the clock stands still, so a set from elsewhere is asked for by an exchange alone.
        await bridge.ApplyAsync(ServerFixture.Yaml(gitLab).Replace("{ jwks", "{ outlive: 1h, jwks", StringComparison.Ordinal), Ct);
        var issuer = (await bridge.Engine.Configurations.CurrentAsync(Ct)).Issuers.Single();
        using var form = new FormUrlEncodedContent(BridgeServer.Form(gitLab.Mint(bridge.Issuer), Deploy).Select(one => new KeyValuePair<string, string>(one.Name, one.Value)));
        var body = await form.ReadAsByteArrayAsync(Ct);
        await using (var context = bridge.Engine.Database.CreateContext())
        {
            // Nothing can be recorded before this ends.
            await using var writer = await context.Database.BeginTransactionAsync(Ct);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
            await socket.ConnectAsync(IPAddress.Loopback, bridge.Public.BaseAddress!.Port, Ct);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /connect/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n"), Ct);
            await socket.SendAsync(body, Ct);
            await Eventually.IsTrueAsync(() => bridge.Engine.IssuerKeys.Health(issuer) is not null, Ct);
            socket.Close();
            await writer.RollbackAsync(Ct);
        }

        await bridge.StopAsync();
        Assert.Null(Assert.Single(await bridge.QueryAsync("SELECT reason FROM exchanges", Ct))["reason"]);
    }

    [Fact]
    public async Task While_the_disk_is_nearly_full_a_refusal_says_that_it_is_not_recorded()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions
        {
            Yaml = ServerFixture.Yaml(servers.GitLab),
            Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage:FreeSpaceFloor"] = "999999GiB" },
        }, Ct);

        Assert.Equal("false", (await bridge.ExchangeAsync("x", Deploy, Ct)).Member("recorded"));
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExchangeAsync(servers.GitLab.Mint(bridge.Issuer), Deploy, Ct)).Status);
        Assert.Null(Assert.Single(await bridge.QueryAsync("SELECT reason FROM exchanges", Ct))["reason"]);
    }

    [Fact]
    public async Task No_token_and_no_secret_is_ever_logged()
    {
        var (good, bad) = (Token, Token[..^8] + "AAAAAAAA");
        var granted = await servers.Bridge.ExchangeAsync(good, Deploy, Ct);
        await servers.Bridge.ExchangeAsync(bad, Deploy, Ct, ("client_id", "someone"), ("client_secret", "hidden-secret"));
        await servers.Bridge.Public.GetAsync($"/connect/token?subject_token={good}", Ct);
        await servers.Bridge.Public.GetAsync($"/nowhere?subject_token={good}", Ct);

        var log = servers.Bridge.Log.Text;
        Assert.Contains("ExchangeGranted", log, StringComparison.Ordinal);
        Assert.Contains("ExchangeRefused", log, StringComparison.Ordinal);
        foreach (var secret in new[] { good, bad, granted.AccessToken!, "hidden-secret" })
            Assert.DoesNotContain(secret[^12..], log, StringComparison.Ordinal);
    }

    private static async ValueTask<Stream> LoopbackAsync(int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
