using Bridge.Testing.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>A relying party that knows nothing but the issuer URL verifies by OpenID Connect Discovery, with another's library.</summary>
public sealed class SigningTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: rsa, audience: 'https://rsa.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: ec, audience: 'https://ec.test', algorithm: ES256, requested_token_types: [access_token, id_token], rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    [Theory]
    [InlineData("https://rsa.test", "RS256")]
    [InlineData("https://ec.test", "ES256")]
    public async Task A_token_verifies_through_discovery(string audience, string algorithm)
    {
        var granted = await GrantedAsync(Job(), audience);
        var result = await VerifyAsync(granted.Token, audience, algorithm);

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(algorithm, granted.Header["alg"]!.GetValue<string>());
        Assert.Equal(granted.Subject, result.ClaimsIdentity.FindFirst("sub")!.Value);
    }

    [Fact]
    public async Task A_token_for_one_relying_party_is_none_for_another()
    {
        var granted = await GrantedAsync(Job(), "https://rsa.test");

        Assert.False((await VerifyAsync(granted.Token, "https://ec.test", "RS256")).IsValid);
        Assert.False((await VerifyAsync(granted.Token, "https://rsa.test", "ES256")).IsValid);
    }

    [Fact]
    public async Task A_token_that_was_changed_verifies_nowhere()
    {
        var parts = (await GrantedAsync(Job(), "https://rsa.test")).Token.Split('.');
        var other = (await GrantedAsync(Job([("ref", "other")]), "https://rsa.test")).Token.Split('.');

        Assert.False((await VerifyAsync($"{parts[0]}.{other[1]}.{parts[2]}", "https://rsa.test", "RS256")).IsValid);
    }

    [Fact]
    public async Task A_token_of_Bridge_is_no_subject_token()
    {
        var granted = await GrantedAsync(Job(), "https://rsa.test");
        var response = await SendAsync(Bridge, granted.Token, "https://ec.test");

        Assert.Equal((400, "subject_token_invalid"), ((int)response.Status, response.Reason));
    }

    private async Task<TokenValidationResult> VerifyAsync(string token, string audience, string algorithm)
    {
        using var http = new HttpClient(new ToLoopback(Bridge));
        var discovery = new ConfigurationManager<OpenIdConnectConfiguration>(
            Bridge.Issuer + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(http));
        var configuration = await discovery.GetConfigurationAsync(Ct);
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = audience,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = [algorithm],
            LifetimeValidator = (from, until, _, _) => from <= Clock.GetUtcNow().UtcDateTime && Clock.GetUtcNow().UtcDateTime < until,
        });
    }

    /// <summary>The name service of the relying party: the issuer's host is where Bridge listens.</summary>
    private sealed class ToLoopback(BridgeServer bridge) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.StartsWith(bridge.Issuer + "/", request.RequestUri!.ToString(), StringComparison.Ordinal);
            request.RequestUri = new Uri(bridge.Public.BaseAddress!, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
