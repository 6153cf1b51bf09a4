using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class TokenRequestTests : SimulatorTest
{
    [Fact]
    public async Task An_empty_body_is_a_branch_job()
    {
        using var response = await PostAsync("/simulator/tokens", "");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        var claims = DecodedToken.Read(await response.Content.ReadAsStringAsync(Ct)).Claims;
        Assert.Equal("main", Text(claims, "ref"));
    }

    [Theory]
    [InlineData("branch", "my-group/my-project")]
    [InlineData("tag", "my-group/my-project")]
    [InlineData("environment", "my-group/my-project")]
    [InlineData("fork_merge_request", "contributor/my-project")]
    [InlineData("fork_merge_request_before_18_2_2", "my-group/my-project")]
    [InlineData("child_pipeline", "my-group/my-project")]
    [InlineData("old_gitlab", "my-group/my-project")]
    [InlineData("documented", "my-group/my-project")]
    public async Task Every_preset_has_its_name(string preset, string project)
    {
        var token = await GitLab.MintAsync(new JsonObject { ["preset"] = preset }, Ct);

        Assert.Equal(project, Text(DecodedToken.Read(token).Claims, "project_path"));
    }

    [Theory]
    [InlineData("id_token", null)]
    [InlineData("v1", "127.0.0.1")]
    [InlineData("v2", null)]
    [InlineData("sign_in", null)]
    public async Task Every_variant_has_its_name(string variant, string? issuer)
    {
        var token = await GitLab.MintAsync(new JsonObject { ["variant"] = variant }, Ct);

        Assert.Equal(issuer ?? GitLab.Url, Text(DecodedToken.Read(token).Claims, "iss"));
    }

    [Fact]
    public async Task All_members_are_heard()
    {
        var token = DecodedToken.Read(await GitLab.MintAsync(
            new JsonObject
            {
                ["aud"] = new JsonArray("a"),
                ["claims"] = new JsonObject { ["ref"] = "dev", ["iat"] = 1000, ["user_login"] = null },
                ["null_claims"] = new JsonArray("ci_config_sha"),
                ["sub_components"] = new JsonArray("project_id", "ref"),
                ["lifetime"] = 30,
                ["signing_key"] = "sign_in",
                ["signature"] = "tamper",
            },
            Ct));

        Assert.Equal("""["a"]""", token.Claims["aud"]!.ToJsonString());
        Assert.Equal("project_id:20:ref:dev", Text(token.Claims, "sub"));
        Assert.Equal(1030, token.Claims["exp"]!.GetValue<long>());
        Assert.False(token.Claims.ContainsKey("user_login"));
        Assert.True(token.Claims.ContainsKey("ci_config_sha"));
        Assert.Equal(GitLab.GitLab.SignInKey.Kid, token.Header["kid"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"varient":"v1"}""", "unknown member 'varient'; known are variant, preset, aud, claims, null_claims, sub_components, lifetime, header, header_raw, payload, signing_key, signature")]
    [InlineData("""{"variant":"v3"}""", "unknown variant 'v3'; known are id_token, v1, v2, sign_in")]
    [InlineData("""{"variant":1}""", "'variant' must be a string")]
    [InlineData("""{"preset":"Branch"}""", "unknown preset 'Branch'; known are branch, tag, environment, fork_merge_request, fork_merge_request_before_18_2_2, child_pipeline, old_gitlab, documented")]
    [InlineData("""{"signing_key":"x"}""", "unknown signing_key 'x'; known are ci, sign_in, unpublished")]
    [InlineData("""{"signature":"x"}""", "unknown signature 'x'; known is tamper")]
    [InlineData("""{"lifetime":"x"}""", "'lifetime' must be a whole number")]
    [InlineData("""{"claims":[]}""", "'claims' must be an object")]
    [InlineData("""{"sub_components":"ref"}""", "'sub_components' must be an array of strings")]
    [InlineData("""[]""", "the body must be a JSON object")]
    [InlineData("""{"variant":"sign_in","preset":"tag"}""", "a sign_in token has no job, so no 'preset'")]
    [InlineData("""{"variant":"v2","sub_components":["project_id"]}""", "'sub_components' shape the sub of an id_token alone")]
    [InlineData("""{"variant":"v1","aud":"x"}""", "GitLab fixes the aud of v1 (none) and v2 (its URL); 'claims' can force another")]
    [InlineData("""{"header_raw":"x","header":{"a":1}}""", "'header_raw' is used verbatim and leaves no room for header")]
    [InlineData("""{"header":{"alg":"none"},"signature":"tamper"}""", "an unsigned token has no signature to tamper with")]
    public async Task A_request_that_makes_no_sense_is_refused(string body, string expected)
    {
        Assert.Equal(expected, await RefusalAsync(body));
    }

    [Theory]
    [InlineData("""{"variant":"v1","variant":"v2"}""")]
    [InlineData("""{"claims":{"ref":"a","ref":"b"}}""")]
    [InlineData("""{"claims":{"ref":"\ud800"}}""")]
    [InlineData("""{"claims":""")]
    public async Task What_JSON_cannot_carry_is_refused(string body)
    {
        Assert.StartsWith("the body is not usable JSON", await RefusalAsync(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raw_payload_leaves_no_room_for_claims()
    {
        Assert.StartsWith(
            "'payload' is used verbatim", await RefusalAsync("""{"payload":"x","claims":{"a":1}}"""), StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(string body)
    {
        using var response = await PostAsync("/simulator/tokens", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!["error"]!.GetValue<string>();
    }
}
