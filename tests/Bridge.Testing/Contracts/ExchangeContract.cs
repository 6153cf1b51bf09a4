using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Testing.Contracts;

/// <summary>
/// The exchange as it must be on every host, told from outside: HTTP in, HTTP and records out. A host runs it by deriving
/// this and its fixture.
/// </summary>
public abstract partial class ExchangeContract(ExchangeFixture fixture)
{
    private const string Urn = "urn:ietf:params:oauth:token-type:";

    protected IExchangeHost Host => fixture.Host;

    protected GitLabSimulator GitLab => fixture.GitLab;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private WireDifferences Differences => Host.Differences;

    /// <summary>A CI token of an ordinary job on the protected branch main.</summary>
    protected string JobToken() => GitLab.Mint(Host.Issuer);

    /// <summary>Exchanges a CI token for one of an audience; further parameters are added as they are.</summary>
    protected Task<TokenResponse> ExchangeAsync(string subjectToken, string audience, params IEnumerable<(string Name, string Value)> more) =>
        Host.PostAsync(BridgeServer.Form(subjectToken, audience).Concat(more), null, Ct);

    /// <summary>Exchanges, and verifies the token as the relying party would.</summary>
    protected async Task<(TokenResponse Answer, ReadToken Token)> GrantedAsync(string subjectToken, string audience, params IEnumerable<(string Name, string Value)> more)
    {
        var answer = await ExchangeAsync(subjectToken, audience, more);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return (answer, await ReadToken.VerifyAsync(Host, answer.AccessToken!, audience, Ct));
    }

    /// <summary>A refusal whole: status, members, and the one record that has its id.</summary>
    protected async Task<IReadOnlyDictionary<string, object?>> RefusedAsync(TokenResponse answer, string error, string reason, string? recorded = null)
    {
        Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.Text);
        Assert.True((error, reason) == (answer.Member("error"), answer.Reason), answer.Text);
        Assert.NotEmpty(answer.Member("error_description")!);
        Assert.DoesNotContain(answer.Member("error_description")!, character => character is < ' ' or > '~' or '"' or '\\');
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Null(answer.AccessToken);
        var record = await RecordAsync(answer.Member("exchange_id")!);
        Assert.Equal(recorded ?? reason, record["reason"]);
        Assert.Null(record["issued_token_id"]);
        return record;
    }

    protected async Task<IReadOnlyDictionary<string, object?>> RecordAsync(string exchangeId) =>
        Assert.Single(await Host.QueryAsync($"SELECT * FROM exchanges WHERE lower(hex(id)) = '{Guid.Parse(exchangeId):N}'", Ct));

    protected async Task<long> CountAsync() => (long)(await Host.QueryAsync("SELECT count(*) AS number FROM exchanges", Ct))[0]["number"]!;

    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
}
