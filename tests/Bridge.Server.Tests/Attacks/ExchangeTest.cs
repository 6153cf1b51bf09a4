using System.Net;
using System.Text.Json.Nodes;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Server.Tests.DryRuns;
using Bridge.Server.Tests.Simulator;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Attacks;

/// <summary>
/// Exchanges with real HTTP, each looked at as a whole: the answer and what the database holds after it. Whatever else a test
/// asserts, at its end nothing secret may have showed.
/// </summary>
public abstract class ExchangeTest : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected Disclosure Disclosure { get; } = new();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Disclosure.AssertNothingShowed();
        return ValueTask.CompletedTask;
    }

    /// <summary>The part of a configuration that trusts one GitLab, as main.</summary>
    protected static string Issuer(GitLabSimulator gitLab, string more = "") => $"issuers:\n  - {Trusted(gitLab, "main", more)}\n";

    /// <summary>A GitLab as an issuer. Its keys are written down: a fetch would be given up when a test moves the clock.</summary>
    protected static string Trusted(GitLabSimulator gitLab, string id, string more = "")
    {
        var key = gitLab.GitLab.CiKey;
        var set = new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.Kid, ["n"] = key.Modulus, ["e"] = key.Exponent }) };
        return $"{{ id: {id}, url: {gitLab.Url}, keys: {{ uploaded: '{set.ToJsonString()}' }}{(more.Length > 0 ? ", " : "")}{more} }}";
    }

    /// <summary>One exchange, whatever comes of it.</summary>
    protected async Task<TokenResponse> SendAsync(BridgeServer bridge, string subjectToken, string audience, params IEnumerable<(string Name, string Value)> more)
    {
        Disclosure.Watch(bridge.Log);
        Disclosure.Keep(subjectToken);
        var response = await bridge.ExchangeAsync(subjectToken, audience, Ct, more);
        Disclosure.Saw(response);
        return response;
    }

    /// <summary>An exchange that gives a token, with exactly one record, of the same id.</summary>
    protected async Task<Granted> GrantedAsync(BridgeServer bridge, string subjectToken, string audience, params IEnumerable<(string Name, string Value)> more)
    {
        var before = await CountAsync(bridge);
        var response = await SendAsync(bridge, subjectToken, audience, more);
        Assert.True(response.Status == HttpStatusCode.OK, response.Text);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var token = response.AccessToken!;
        var decoded = DecodedToken.Read(token);
        var id = decoded.Claims["jti"]!.GetValue<string>();
        Assert.Equal(before + 1, await CountAsync(bridge));
        var record = await RecordAsync(bridge, id);
        Assert.Null(record.Reason);
        Assert.Equal(id, record.IssuedTokenId);
        Assert.Equal(decoded.Header["kid"]!.GetValue<string>(), record.IssuedKeyId);
        Assert.Equal(decoded.Claims["sub"]!.GetValue<string>(), record.Subject);
        Assert.Equal(decoded.Claims["exp"]!.GetValue<long>(), record.IssuedExpiresAt!.Value.ToUnixTimeSeconds());
        await Agreement.AssertAsync(bridge, record, decoded.Claims, Ct);
        return new Granted(response, token, decoded.Header, decoded.Claims, record);
    }

    /// <summary>An exchange that is refused for exactly this reason, with exactly one record that says the same.</summary>
    protected async Task<ExchangeRecord> RefusedAsync(
        BridgeServer bridge, Reason reason, string subjectToken, string audience, string? expected = null, string? actual = null, params IEnumerable<(string Name, string Value)> more)
    {
        var row = RefusalTable.Of(reason);
        var before = await CountAsync(bridge);
        var response = await SendAsync(bridge, subjectToken, audience, more);
        Assert.True((int)response.Status == row.Status, response.Text);
        Assert.Equal((row.Error, row.Code, expected, actual), (response.Member("error"), response.Reason, response.Member("expected"), response.Member("actual")));
        Assert.DoesNotContain("token", response.Json.Select(member => member.Key.Split('_')[^1]));
        Assert.False(response.Json.ContainsKey("recorded"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal(before + 1, await CountAsync(bridge));
        var record = await RecordAsync(bridge, response.Member("exchange_id")!);
        Assert.Equal(row.Code, record.Reason);
        Assert.Null(record.IssuedTokenId);
        Assert.Null(record.IssuedKeyId);
        await Agreement.AssertAsync(bridge, record, null, Ct);
        return record;
    }

    /// <summary>An outage: 503 that says when to come again, with no token and no record.</summary>
    protected static void AssertUnavailable(TokenResponse response, string reason)
    {
        Assert.True(response.Status == HttpStatusCode.ServiceUnavailable, response.Text);
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(("temporarily_unavailable", reason), (response.Member("error"), response.Reason));
        Assert.Null(response.AccessToken);
        Assert.NotNull(response.Member("exchange_id"));
    }

    protected static async Task<IReadOnlyList<ExchangeRecord>> RecordsAsync(BridgeServer bridge)
    {
        await using var context = bridge.Engine.Database.CreateContext();
        return await context.Exchanges.AsNoTracking().ToListAsync(Ct);
    }

    protected static async Task<int> CountAsync(BridgeServer bridge)
    {
        await using var context = bridge.Engine.Database.CreateContext();
        return await context.Exchanges.CountAsync(Ct);
    }

    /// <summary>The published keys' ids and algorithms.</summary>
    protected static async Task<IReadOnlyList<string>> PublishedKeysAsync(BridgeServer bridge, string algorithm = "RS256")
    {
        var set = JsonNode.Parse(await bridge.Public.GetStringAsync(bridge.Settings.Issuer.JwksRoute, Ct))!;
        return [.. set["keys"]!.AsArray().Where(key => key!["alg"]!.GetValue<string>() == algorithm).Select(key => key!["kid"]!.GetValue<string>())];
    }

    private async Task<ExchangeRecord> RecordAsync(BridgeServer bridge, string id)
    {
        await using var context = bridge.Engine.Database.CreateContext();
        var key = Guid.Parse(id);
        var record = await context.Exchanges.AsNoTracking().SingleAsync(one => one.Id == key, Ct);
        Disclosure.Saw(record.ToString());
        return record;
    }
}
