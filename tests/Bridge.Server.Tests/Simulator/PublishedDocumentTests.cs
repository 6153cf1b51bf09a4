using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class PublishedDocumentTests : SimulatorTest
{
    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task Discovery_describes_the_sign_in_provider(string path)
    {
        var discovery = await GetJsonAsync(path);

        Assert.Equal(
            [
                "issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint", "introspection_endpoint",
                "userinfo_endpoint", "jwks_uri", "scopes_supported", "response_types_supported", "response_modes_supported",
                "grant_types_supported", "token_endpoint_auth_methods_supported", "subject_types_supported",
                "id_token_signing_alg_values_supported", "claim_types_supported", "claims_supported",
                "code_challenge_methods_supported",
            ],
            discovery.Select(member => member.Key));
        Assert.Equal(GitLab.Url, Text(discovery, "issuer"));
        Assert.Equal($"{GitLab.Url}/oauth/discovery/keys", Text(discovery, "jwks_uri"));
        Assert.Equal("""["RS256"]""", discovery["id_token_signing_alg_values_supported"]!.ToJsonString());
        Assert.DoesNotContain("project_id", discovery["claims_supported"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/oauth/discovery/keys")]
    [InlineData("/-/jwks")]
    public async Task The_JWKS_holds_the_sign_in_key_and_then_the_CI_key(string path)
    {
        var keys = (await GetJsonAsync(path))["keys"]!.AsArray();

        Assert.Equal([GitLab.GitLab.SignInKey.Kid, GitLab.GitLab.CiKey.Kid], keys.Select(key => key!["kid"]!.GetValue<string>()));
        Assert.All(keys, key =>
        {
            Assert.Equal(["kty", "kid", "e", "n", "use", "alg"], key!.AsObject().Select(member => member.Key));
            Assert.Equal(("RSA", "AQAB", "sig", "RS256"), (Value(key, "kty"), Value(key, "e"), Value(key, "use"), Value(key, "alg")));
            Assert.Equal(256, Base64Url.DecodeFromChars(Value(key, "n")).Length);
        });
    }

    [Fact]
    public async Task A_kid_is_the_thumbprint_of_RFC_7638()
    {
        var keys = (await GetJsonAsync("/oauth/discovery/keys"))["keys"]!.AsArray();

        Assert.All(keys, key =>
        {
            var canonical = $$"""{"e":"{{Value(key!, "e")}}","kty":"RSA","n":"{{Value(key!, "n")}}"}""";
            Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), Value(key!, "kid"));
        });
    }

    [Fact]
    public async Task The_JWKS_may_be_cached_for_a_day()
    {
        using var response = await Http.GetAsync("/oauth/discovery/keys", Ct);

        Assert.Equal(
            ["max-age=86400, public, must-revalidate, no-transform"], response.Headers.NonValidated["Cache-Control"]);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Any_web_page_may_read_them()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/oauth/discovery/keys");
        using var response = await Http.SendAsync(request, Ct);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(["*"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(0, GitLab.Requests.Jwks);
    }

    [Fact]
    public async Task The_landing_page_says_what_this_is()
    {
        using var response = await Http.GetAsync("/", Ct);

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"{GitLab.Url}/simulator/tokens", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static string Value(JsonNode key, string name) => key[name]!.GetValue<string>();
}
