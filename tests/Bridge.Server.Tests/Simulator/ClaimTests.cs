using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class ClaimTests : SimulatorTest
{
    [Fact]
    public void Times_come_from_the_clock()
    {
        Clock.Advance(TimeSpan.FromMinutes(7));

        var claims = Claims(new TokenRequest { Lifetime = 300 });

        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(now, claims["iat"]!.GetValue<long>());
        Assert.Equal(now - 5, claims["nbf"]!.GetValue<long>());
        Assert.Equal(now + 300, claims["exp"]!.GetValue<long>());
    }

    [Fact]
    public void A_job_lives_an_hour_unless_told_otherwise()
    {
        var claims = Claims(new TokenRequest());

        Assert.Equal(3600, claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>());
    }

    [Fact]
    public void A_moved_iat_takes_nbf_and_exp_with_it()
    {
        var claims = Claims(new TokenRequest { Lifetime = 60, Claims = { ["iat"] = 1000 } });

        Assert.Equal(995, claims["nbf"]!.GetValue<long>());
        Assert.Equal(1060, claims["exp"]!.GetValue<long>());
    }

    [Fact]
    public void Every_token_is_of_a_new_job()
    {
        var one = Claims(new TokenRequest());
        var two = Claims(new TokenRequest());

        foreach (var name in (string[])["jti", "job_id", "pipeline_id"]) Assert.NotEqual(Text(one, name), Text(two, name));
        Assert.True(Guid.TryParseExact(Text(one, "jti"), "D", out _));
    }

    [Fact]
    public void Several_audiences_are_an_array()
    {
        var claims = Claims(new TokenRequest { Audience = new JsonArray("a", "b") });

        Assert.Equal("""["a","b"]""", claims["aud"]!.ToJsonString());
    }

    [Fact]
    public void Null_removes_a_claim()
    {
        var claims = Claims(new JsonObject { ["runner_id"] = null, ["job_id"] = null, ["sub"] = null, ["aud"] = null });

        foreach (var name in (string[])["runner_id", "job_id", "sub", "aud"]) Assert.False(claims.ContainsKey(name), name);
    }

    [Fact]
    public void A_claim_can_be_null_itself()
    {
        var claims = Claims(new TokenRequest { NullClaims = ["ci_config_sha"] });

        Assert.True(claims.ContainsKey("ci_config_sha"));
        Assert.Null(claims["ci_config_sha"]);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_is_used_as_it_is()
    {
        var response = await PostAsync(
            "/simulator/tokens", """{"claims":{"project_id":20,"ref_protected":true,"exp":1.50e10,"aud":{"a":[null]},"ref":"ünï/-._@"}}""");

        var token = DecodedToken.Read(await response.Content.ReadAsStringAsync(Ct));
        Assert.Equal(JsonValueKind.Number, token.Claims["project_id"]!.GetValueKind());
        Assert.Equal(JsonValueKind.True, token.Claims["ref_protected"]!.GetValueKind());
        Assert.Contains("\"exp\":1.50e10", token.PayloadText, StringComparison.Ordinal);
        Assert.Contains("\"aud\":{\"a\":[null]}", token.PayloadText, StringComparison.Ordinal);
        Assert.Contains("\"ref\":\"ünï/-._@\"", token.PayloadText, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_from_the_project_follows_it()
    {
        var claims = Claims(new JsonObject { ["project_id"] = "5", ["project_path"] = "a/b/c", ["ref"] = "release/1.0", ["ref_type"] = "tag" });

        var host = GitLab.Url["http://".Length..];
        foreach (var prefix in (string[])["", "job_", "source_"])
        {
            Assert.Equal("5", Text(claims, prefix + "project_id"));
            Assert.Equal("a/b/c", Text(claims, prefix + "project_path"));
            Assert.Equal("a/b", Text(claims, prefix + "namespace_path"));
        }

        Assert.Equal("refs/tags/release/1.0", Text(claims, "ref_path"));
        Assert.Equal($"{host}/a/b/c//.gitlab-ci.yml@refs/tags/release/1.0", Text(claims, "ci_config_ref_uri"));
        Assert.Equal("project_path:a/b/c:ref_type:tag:ref:release/1.0", Text(claims, "sub"));
    }

    [Fact]
    public void The_parent_stays_where_only_the_fork_is_another()
    {
        var claims = Claims(new JsonObject { ["project_path"] = "someone/project" }, TokenPreset.ForkMergeRequest);

        Assert.Equal("someone", Text(claims, "source_namespace_path"));
        Assert.Equal("my-group/my-project", Text(claims, "job_project_path"));
        Assert.Equal("my-group", Text(claims, "job_namespace_path"));
    }

    [Fact]
    public void A_given_claim_is_not_derived()
    {
        var claims = Claims(new JsonObject { ["project_path"] = "a/b", ["namespace_path"] = "x", ["ref_path"] = "y", ["sub"] = "z" });

        Assert.Equal("x", Text(claims, "namespace_path"));
        Assert.Equal("y", Text(claims, "ref_path"));
        Assert.Equal("z", Text(claims, "sub"));
    }

    [Fact]
    public void An_environment_comes_with_its_other_claims()
    {
        var claims = Claims(new JsonObject { ["environment"] = "review/dev" });

        Assert.Equal("false", Text(claims, "environment_protected"));
        Assert.Equal("other", Text(claims, "deployment_tier"));
        Assert.Equal("start", Text(claims, "environment_action"));
    }

    [Fact]
    public void Old_GitLab_gets_no_new_claims_from_an_override()
    {
        var claims = Claims(new JsonObject { ["project_path"] = "a/b", ["pipeline_source"] = "web" }, TokenPreset.OldGitLab);

        Assert.DoesNotContain(claims, claim => claim.Key.StartsWith("source_", StringComparison.Ordinal)
            || claim.Key.StartsWith("job_project", StringComparison.Ordinal) || claim.Key is "job_source");
    }
}
