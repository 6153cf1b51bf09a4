using System.Net;
using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.IdentityServer.Tests;

/// <summary>Nothing that an IdentityServer does by itself may widen, bend or hide what Bridge decided.</summary>
public sealed class ExistingServerTests : IAsyncLifetime
{
    private GitLabSimulator gitLab = null!;
    private BridgeServer bridge = null!;
    private ExistingServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        bridge = await BridgeServer.StartAsync(new BridgeServerOptions
        {
            Yaml = $$$"""
                issuers:
                  - {id: gitlab, url: "{{{gitLab.Url}}}"}
                relying_parties:
                  - {id: deploy, audience: {{{ExistingServer.Deploy}}}, profile: plain, scopes: [read, write], lifetime: 90s, rules: [{id: all, effect: allow, everyone: true}]}
                  - {id: unknown, audience: {{{ExistingServer.Unknown}}}, profile: plain, rules: [{id: all, effect: allow, everyone: true}]}
                """,
        }, Ct);
        server = await new ExistingServer(bridge, services => services.AddTransient<IProfileService, OtherGrant.Profile>().AddTransient<IExtensionGrantValidator>(_ => new OtherGrant(OtherGrant.Name))).StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await bridge.DisposeAsync();
        await gitLab.DisposeAsync();
    }

    [Fact]
    public async Task Audience_is_the_relying_partys_alone_where_no_scope_is_asked_for()
    {
        var claims = Claims(await ExchangeAsync("jobs"));
        Assert.Equal(ExistingServer.Deploy, claims["aud"]!.ToString());
        Assert.Equal("""["read","write"]""", claims["scope"]!.ToJsonString());
    }

    [Fact]
    public async Task Scope_that_brings_another_audience_is_refused_and_recorded_as_refused()
    {
        var answer = await ExchangeAsync("jobs", ("scope", "read"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope", "scope_not_given"), (answer.Status, answer.Member("error"), answer.Reason));
        Assert.Contains(ExistingServer.Billing, answer.Member("actual"), StringComparison.Ordinal);
        var record = Assert.Single(await bridge.QueryAsync("SELECT * FROM exchanges", Ct));
        Assert.Equal(("scope_not_given", null), (record["reason"], record["issued_token_type"]));
    }

    [Fact]
    public async Task Scope_of_the_audience_alone_is_given() =>
        Assert.Equal("""["write"]""", Claims(await ExchangeAsync("jobs", ("scope", "write")))["scope"]!.ToJsonString());

    [Fact]
    public async Task Scope_that_the_client_may_not_have_is_not_given_by_Bridge_either()
    {
        var answer = await ExchangeAsync("readers");
        Assert.Equal(("invalid_scope", "scope_not_given", "write"), (answer.Member("error"), answer.Reason, answer.Member("actual")));
    }

    [Fact]
    public async Task Refresh_token_is_never_made_though_the_client_may_have_one() =>
        Assert.Null((await ExchangeAsync("jobs")).Member("refresh_token"));

    [Fact]
    public async Task Claims_of_the_client_cannot_be_mixed_with_those_of_the_job()
    {
        var claims = Claims(await ExchangeAsync("jobs"));
        Assert.Equal("20", claims["project_id"]!.ToString());
        Assert.False(claims.ContainsKey("tier"));
    }

    [Fact]
    public async Task Lifetime_is_Bridges_whatever_the_client_is_set_to()
    {
        var answer = await ExchangeAsync("jobs");
        Assert.InRange(int.Parse(answer.Member("expires_in")!), 88, 90);
    }

    [Fact]
    public async Task Relying_party_that_is_no_API_resource_has_no_token()
    {
        var answer = await server.PostAsync(Form("jobs", ExistingServer.Unknown), Ct);
        Assert.Equal(("invalid_target", "target_unknown"), (answer.Member("error"), answer.Reason));
    }

    [Fact]
    public async Task Client_without_the_grant_does_not_get_to_Bridge()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await ExchangeAsync("strangers")).Status);
        Assert.Empty(await bridge.QueryAsync("SELECT * FROM exchanges", Ct));
    }

    [Fact]
    public async Task Subject_of_another_grant_keeps_its_profile_and_cannot_wear_Bridges_claims()
    {
        var answer = await server.PostAsync([("grant_type", OtherGrant.Name), ("client_id", "readers")], Ct);
        var claims = Claims(answer);
        Assert.Equal(("alice", "admin"), (claims["sub"]!.ToString(), claims["role"]!.ToString()));
        Assert.False(claims.ContainsKey("bridge_exchange_id"));
        Assert.False(Claims(await ExchangeAsync("jobs")).ContainsKey("role"));
    }

    [Fact]
    public async Task Database_out_of_reach_is_an_outage_and_no_invalid_grant()
    {
        await using var failing = await new ExistingServer(bridge, services => services.AddSingleton<IExchangeJournal>(new FailingJournal(new StoreUnavailableException("out of reach")))).StartAsync();
        var answer = await failing.PostAsync(Form("jobs", ExistingServer.Deploy), Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable", "store_unavailable"), (answer.Status, answer.Member("error"), answer.Reason));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Null(answer.AccessToken);
    }

    [Fact]
    public async Task Defect_is_the_servers_and_no_invalid_grant_and_says_nothing()
    {
        await using var failing = await new ExistingServer(bridge, services => services.AddSingleton<IExchangeJournal>(new FailingJournal(new InvalidOperationException("a detail")))).StartAsync();
        var answer = await failing.PostAsync(Form("jobs", ExistingServer.Deploy), Ct);
        Assert.Equal((HttpStatusCode.InternalServerError, "server_error"), (answer.Status, answer.Member("error")));
        Assert.DoesNotContain("a detail", answer.Text, StringComparison.Ordinal);
        Assert.Contains("a detail", failing.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_token_is_in_the_log_at_its_finest_level()
    {
        var token = gitLab.Mint(bridge.Issuer);
        var answer = await server.PostAsync(Form("jobs", ExistingServer.Deploy, token), Ct);
        await server.PostAsync(Form("jobs", ExistingServer.Deploy, token).Append(("actor_token", token)), Ct);
        Assert.Contains("Trace Duende.IdentityServer", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[2], server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.AccessToken!.Split('.')[2], server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_service_that_was_added_after_Bridge_stops_the_start() =>
        await StartFailsAsync("profile service", services => services.AddTransient<IProfileService, OtherGrant.Profile>());

    [Fact]
    public async Task Second_validator_of_the_grant_stops_the_start() =>
        await StartFailsAsync("only one", services => services.AddTransient<IExtensionGrantValidator>(_ => new OtherGrant(TokenRequest.GrantType)));

    [Fact]
    public async Task Other_issuer_stops_the_start() =>
        await StartFailsAsync("must be the same", services => services.PostConfigure<IdentityServerOptions>(options => options.IssuerUri = "https://elsewhere.test"));

    [Fact]
    public void Every_refusal_of_a_request_has_a_word_of_IdentityServers() => Assert.All(RefusalTable.Rows.Where(row => row.Status < 429), row =>
        Assert.True(Enum.TryParse<TokenRequestErrors>(row.Error.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out _), row.Error));

    private async Task StartFailsAsync(string why, Action<IServiceCollection> after)
    {
        await using var misled = new ExistingServer(bridge, after: after);
        Assert.Contains(why, (await Assert.ThrowsAsync<InvalidOperationException>(misled.StartAsync)).Message, StringComparison.Ordinal);
    }

    private Task<TokenResponse> ExchangeAsync(string client, params IEnumerable<(string Name, string Value)> more) =>
        server.PostAsync(Form(client, ExistingServer.Deploy).Concat(more), Ct);

    private IEnumerable<(string Name, string Value)> Form(string client, string audience, string? token = null) =>
        BridgeServer.Form(token ?? gitLab.Mint(bridge.Issuer), audience).Append(("client_id", client));

    private static JsonObject Claims(TokenResponse answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return JsonNode.Parse(Base64UrlEncoder.Decode(answer.AccessToken!.Split('.')[1]))!.AsObject();
    }

    private sealed class FailingJournal(Exception exception) : IExchangeJournal
    {
        public ValueTask<CommitOutcome> CommitAsync(JournalEntry entry, CancellationToken ct) => throw exception;
    }
}
