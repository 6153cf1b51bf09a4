using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Claims;
using Bridge.Exchange;
using Bridge.Keys;
using Bridge.Tests.Exchange;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Bridge.Tests.Tokens;

public sealed class TokenMinterTests : IAsyncLifetime
{
    private static readonly string[] Protocol = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];
    private static readonly string[] Provenance = ["project_id", "namespace_id", "pipeline_id", "job_id"];

    private TestBridge bridge = null!;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Theory]
    [InlineData("RS256", TokenType.AccessToken, "at+jwt")]
    [InlineData("ES256", TokenType.AccessToken, "at+jwt")]
    [InlineData("RS256", TokenType.Jwt, "JWT")]
    [InlineData("ES256", TokenType.IdToken, "JWT")]
    public async Task Header_names_the_algorithm_the_published_key_and_the_type_and_nothing_else(string algorithm, TokenType type, string typ)
    {
        var answer = await SendAsync(algorithm, type);
        var header = JsonDocument.Parse(Base64UrlEncoder.Decode(answer.Issued().Token.Text.Split('.')[0])).RootElement;
        var key = Assert.Single(bridge.Store.Configuration.Keys.Published(bridge.Clock.GetUtcNow()), key => key.Stored.Algorithm == algorithm);
        Assert.Equal(["alg", "kid", "typ"], header.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal((algorithm, key.Stored.KeyId, typ), (header.GetProperty("alg").GetString(), header.GetProperty("kid").GetString(), header.GetProperty("typ").GetString()));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Published_key_verifies_the_signature(string algorithm)
    {
        var text = (await SendAsync(algorithm, TokenType.AccessToken)).Issued().Token.Text;
        var jwk = bridge.Store.Configuration.Keys.Published(bridge.Clock.GetUtcNow()).Single(key => key.Stored.Algorithm == algorithm).Stored.PublicJwk;
        var parameters = new TokenValidationParameters
        {
            IssuerSigningKey = new JsonWebKey(jwk),
            ValidIssuer = TestBridge.Url,
            ValidAudience = TestBridge.Audience,
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [algorithm],
            LifetimeValidator = (from, until, _, _) => from == bridge.Clock.GetUtcNow().UtcDateTime && until == from.Value.AddMinutes(10),
        };
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(text, parameters);
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.False((await new JsonWebTokenHandler().ValidateTokenAsync(text[..^6] + "AAAAAA", parameters)).IsValid);
    }

    [Fact]
    public async Task Access_token_has_what_its_profile_requires()
    {
        var claims = (await SendAsync("ES256", TokenType.AccessToken)).Claims();
        Assert.Equal([.. Protocol, "client_id", "scope", .. Provenance], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal((TestBridge.Url, TestBridge.Audience, "gitlab-ci", "read write"), (Text("iss"), Text("aud"), Text("client_id"), Text("scope")));

        string? Text(string name) => claims.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Scope_of_an_access_token_without_any_is_there_and_empty()
    {
        bridge.Store.Configuration = bridge.Store.Configuration.With(party => party with { Scopes = [] });
        Assert.Equal("", (await bridge.SendAsync()).Claim("scope"));
    }

    [Theory]
    [InlineData(TokenType.Jwt)]
    [InlineData(TokenType.IdToken)]
    public async Task Other_tokens_have_neither_client_nor_scope(TokenType type) =>
        Assert.Equal([.. Protocol, .. Provenance], (await SendAsync("ES256", type)).Claims().EnumerateObject().Select(claim => claim.Name));

    [Fact]
    public async Task Provenance_is_the_jobs_own_and_times_are_whole_seconds()
    {
        bridge.Clock.Advance(TimeSpan.FromMilliseconds(999));
        var answer = await bridge.SendAsync(new JsonObject { ["project_id"] = "7", ["namespace_id"] = "8", ["pipeline_id"] = "9", ["job_id"] = "10" });
        Assert.Equal(("7", "8", "9", "10"), (answer.Claim("project_id"), answer.Claim("namespace_id"), answer.Claim("pipeline_id"), answer.Claim("job_id")));
        Assert.Equal(bridge.Clock.GetUtcNow().ToUnixTimeSeconds(), answer.Claims().GetProperty("iat").GetInt64());
        Assert.Equal(answer.Claim("iat"), answer.Claim("nbf"));
    }

    [Fact]
    public async Task Mapped_values_come_out_as_the_json_that_they_were()
    {
        bridge.Store.Configuration = bridge.Store.Configuration.With(party => party with
        {
            Mappings =
            [
                new ClaimMapping("runner", MappingForm.Copy, ["runner_id"], "", false),
                new ClaimMapping("login", MappingForm.Copy, ["user_login"], "", false),
                new ClaimMapping("all", MappingForm.List, ["ref_type", "ref"], "", false),
                new ClaimMapping("text", MappingForm.Constant, [], "a\"\\\n<é>\u2028", false),
            ],
        });
        var claims = (await bridge.SendAsync(new JsonObject { ["user_login"] = "</script>\"\\" })).Claims();
        Assert.Equal("1", claims.GetProperty("runner").GetRawText());
        Assert.Equal("</script>\"\\", claims.GetProperty("login").GetString());
        Assert.Equal("""["branch","main"]""", claims.GetProperty("all").GetRawText());
        Assert.Equal("a\"\\\n<é>\u2028", claims.GetProperty("text").GetString());
    }

    [Fact]
    public async Task No_two_members_have_one_name()
    {
        bridge.Store.Configuration = bridge.Store.Configuration.With(party => party with
        {
            Profile = new KubernetesProfile(),
            ProfileSettings = new ProfileSettings("gitlab:", SessionTags.None),
            Mappings = [new ClaimMapping("username", MappingForm.Copy, ["user_login"], "", false), new ClaimMapping("groups", MappingForm.List, ["ref"], "", false)],
        });
        var names = (await SendAsync("RS256", TokenType.Jwt)).Claims().EnumerateObject().Select(claim => claim.Name).ToList();
        Assert.Equal([.. Protocol, .. Provenance, "username", "groups"], names);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public void Many_threads_sign_with_one_key(string algorithm)
    {
        var key = bridge.Store.Configuration.Keys.Active(algorithm, bridge.Clock.GetUtcNow())!;
        var published = new JsonWebKey(key.Stored.PublicJwk);
        Parallel.For(0, 200, number =>
        {
            var input = BitConverter.GetBytes(number);
            var signature = new byte[SigningKey.LongestSignature];
            var length = key.Sign(input, signature);
            var verifying = CryptoProviderFactory.Default.CreateForVerifying(published, algorithm);
            Assert.True(verifying.Verify(input, signature[..length]));
            CryptoProviderFactory.Default.ReleaseSignatureProvider(verifying);
        });
    }

    private Task<ExchangeAnswer> SendAsync(string algorithm, TokenType type)
    {
        bridge.Store.Configuration = bridge.Store.Configuration.With(party => party with { Algorithm = algorithm, RequestedTokenTypes = [type] });
        return bridge.SendAsync(null, ("requested_token_type", type.Urn()));
    }
}
