using System.Text.Json.Nodes;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Testing.Contracts;

public abstract partial class ExchangeContract
{
    [Fact]
    public async Task Discovery_says_what_is_there_and_nothing_more()
    {
        var document = await DiscoveryAsync();

        Assert.Equal(Host.Issuer, document["issuer"]!.ToString());
        Assert.StartsWith(Host.Issuer + "/", document["token_endpoint"]!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(Host.Issuer + "/", document["jwks_uri"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["urn:ietf:params:oauth:grant-type:token-exchange"], Texts(document, "grant_types_supported"));
        Assert.Equal(["id_token"], Texts(document, "response_types_supported"));
        Assert.Equal(["public"], Texts(document, "subject_types_supported"));
        Assert.Equal(["openid"], Texts(document, "scopes_supported"));
        Assert.Contains("RS256", Texts(document, "id_token_signing_alg_values_supported"));
        Assert.Contains("none", Texts(document, "token_endpoint_auth_methods_supported"));
        Assert.Contains("project_id", Texts(document, "claims_supported"));
        foreach (var absent in new[] { "authorization_endpoint", "introspection_endpoint", "userinfo_endpoint", "end_session_endpoint", "revocation_endpoint", "device_authorization_endpoint" })
            Assert.False(document.ContainsKey(absent), absent);
    }

    [Fact]
    public async Task Discovery_is_never_made_of_the_Host_header()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = "attacker.test";
        using var response = await Host.Http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);

        Assert.DoesNotContain("attacker", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_set_has_no_private_half()
    {
        var keys = await Host.Http.GetStringAsync(new Uri((await DiscoveryAsync())["jwks_uri"]!.ToString()).AbsolutePath, Ct);

        var all = JsonNode.Parse(keys)!["keys"]!.AsArray();
        Assert.NotEmpty(all);
        Assert.All(all, key => Assert.DoesNotContain(key!.AsObject(), member => member.Key is "d" or "p" or "q" or "dp" or "dq" or "qi" or "k"));
    }

    [Theory]
    [InlineData("/connect/authorize")]
    [InlineData("/connect/userinfo")]
    [InlineData("/connect/introspect")]
    [InlineData("/connect/revocation")]
    [InlineData("/connect/endsession")]
    [InlineData("/connect/deviceauthorization")]
    public async Task Nothing_is_served_that_a_person_would_need(string path)
    {
        using var response = await Host.Http.GetAsync(path, Ct);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Other_grants_are_not_served()
    {
        var answer = await Host.PostAsync(BridgeServer.Form(JobToken(), ContractConfiguration.Deploy).Where(pair => pair.Name != "grant_type").Append(("grant_type", "client_credentials")).Append(("client_id", "gitlab-ci")), null, Ct);

        Assert.Null(answer.AccessToken);
        Assert.Contains(answer.Member("error"), new[] { "unsupported_grant_type", "unauthorized_client" });
    }

    private async Task<JsonObject> DiscoveryAsync() => JsonNode.Parse(await Host.Http.GetStringAsync("/.well-known/openid-configuration", Ct))!.AsObject();

    private static IEnumerable<string> Texts(JsonObject document, string name) => document[name]!.AsArray().Select(item => item!.ToString());
}
