using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class PresetTests : SimulatorTest
{
    private const string Standard = "iss:s sub:s aud:s iat:n nbf:n exp:n jti:s";

    private const string Project = "project_id:s project_path:s namespace_id:s namespace_path:s";

    private const string Running = "job_project_id:s job_project_path:s job_namespace_id:s job_namespace_path:s";

    private const string Source = "source_project_id:s source_project_path:s source_namespace_id:s source_namespace_path:s";

    private const string User = "user_id:s user_login:s user_email:s user_access_level:s";

    private const string Job =
        "pipeline_id:s pipeline_source:s job_id:s ref:s ref_type:s ref_path:s ref_protected:s runner_id:n runner_environment:s " +
        "sha:s project_visibility:s ci_config_ref_uri:s ci_config_sha:s";

    private const string Environment = "environment:s environment_protected:s deployment_tier:s environment_action:s";

    [Theory]
    [InlineData(TokenPreset.Branch, $"{Standard} {Project} {Running} {Source} {User} {Job} job_source:s")]
    [InlineData(TokenPreset.Tag, $"{Standard} {Project} {Running} {Source} {User} {Job} job_source:s")]
    [InlineData(TokenPreset.ChildPipeline, $"{Standard} {Project} {Running} {Source} {User} {Job} job_source:s")]
    [InlineData(TokenPreset.ForkMergeRequest, $"{Standard} {Project} {Running} {Source} {User} {Job} job_source:s")]
    [InlineData(TokenPreset.Environment, $"{Standard} {Project} {Running} {Source} {User} {Job} job_source:s {Environment}")]
    [InlineData(TokenPreset.OldGitLab, $"{Standard} {Project} {User} {Job}")]
    [InlineData(
        TokenPreset.ForkMergeRequestBefore1822,
        $"{Standard} {Project} user_id:s user_login:s user_email:s user_access_level:0 {Job}")]
    [InlineData(
        TokenPreset.Documented,
        $"{Standard} {Project} user_id:s user_login:s user_email:s user_identities:a {Job} groups_direct:a {Environment} job_source:s job_config:o")]
    public void Has_exactly_the_claims_and_JSON_types_of_GitLab(TokenPreset preset, string expected)
    {
        var claims = Claims(new TokenRequest { Preset = preset, Audience = "https://service.example.com" });

        Assert.Equal(
            expected.Split(' ').Order(StringComparer.Ordinal),
            claims.Select(claim => $"{claim.Key}:{Letter(claim.Value)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_branch_job_runs_on_the_protected_main_branch()
    {
        var claims = Claims(new TokenRequest { Audience = "https://service.example.com" });

        var host = GitLab.Url["http://".Length..];
        Assert.Equal(GitLab.Url, Text(claims, "iss"));
        Assert.Equal("https://service.example.com", Text(claims, "aud"));
        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:main", Text(claims, "sub"));
        Assert.Equal("20", Text(claims, "project_id"));
        Assert.Equal("refs/heads/main", Text(claims, "ref_path"));
        Assert.Equal("true", Text(claims, "ref_protected"));
        Assert.Equal("20", Text(claims, "job_project_id"));
        Assert.Equal($"{host}/my-group/my-project//.gitlab-ci.yml@refs/heads/main", Text(claims, "ci_config_ref_uri"));
        Assert.Equal(1, claims["runner_id"]!.GetValue<int>());
    }

    [Fact]
    public void A_tag_job_names_its_tag()
    {
        var claims = Claims(new TokenRequest { Preset = TokenPreset.Tag });

        Assert.Equal("tag", Text(claims, "ref_type"));
        Assert.Equal("refs/tags/v1.0.0", Text(claims, "ref_path"));
        Assert.Equal("project_path:my-group/my-project:ref_type:tag:ref:v1.0.0", Text(claims, "sub"));
    }

    [Fact]
    public void A_deployment_has_an_environment()
    {
        var claims = Claims(new TokenRequest { Preset = TokenPreset.Environment });

        Assert.Equal("production", Text(claims, "environment"));
        Assert.Equal("true", Text(claims, "environment_protected"));
        Assert.Equal("production", Text(claims, "deployment_tier"));
        Assert.Equal("start", Text(claims, "environment_action"));
    }

    [Fact]
    public void A_merge_request_of_a_fork_names_the_fork_and_runs_in_the_parent()
    {
        var claims = Claims(new TokenRequest { Preset = TokenPreset.ForkMergeRequest });

        Assert.Equal("99", Text(claims, "project_id"));
        Assert.Equal("99", Text(claims, "source_project_id"));
        Assert.Equal("20", Text(claims, "job_project_id"));
        Assert.Equal("contributor/my-project", Text(claims, "project_path"));
        Assert.Equal("my-group/my-project", Text(claims, "job_project_path"));
        Assert.Equal("project_path:contributor/my-project:ref_type:branch:ref:main", Text(claims, "sub"));
        Assert.Equal("merge_request_event", Text(claims, "pipeline_source"));
        Assert.Equal("false", Text(claims, "ref_protected"));
    }

    [Fact]
    public void A_merge_request_of_a_fork_had_the_subject_of_the_parents_branch_before_18_2_2()
    {
        var claims = Claims(new TokenRequest { Preset = TokenPreset.ForkMergeRequestBefore1822 });

        Assert.Equal("20", Text(claims, "project_id"));
        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:main", Text(claims, "sub"));
        Assert.Equal("merge_request_event", Text(claims, "pipeline_source"));
    }

    [Fact]
    public void A_child_pipeline_says_so()
    {
        var claims = Claims(new TokenRequest { Preset = TokenPreset.ChildPipeline });

        Assert.Equal("parent_pipeline", Text(claims, "pipeline_source"));
        Assert.Equal("parent_pipeline", Text(claims, "job_source"));
    }

    [Fact]
    public void The_documented_sample_is_complete()
    {
        var claims = Claims(new TokenRequest { Preset = TokenPreset.Documented, Audience = "https://vault.example.com" });

        foreach (var name in (string[])["iss", "iat", "nbf", "exp", "jti"]) claims.Remove(name);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(DocumentedSample), claims), claims.ToJsonString());
    }

    private static char Letter(JsonNode? value) => value?.GetValueKind() switch
    {
        null => '0',
        JsonValueKind.String => 's',
        JsonValueKind.Number => 'n',
        JsonValueKind.Array => 'a',
        JsonValueKind.Object => 'o',
        _ => '?',
    };

    private const string DocumentedSample =
        """
        {"namespace_id":"72","namespace_path":"my-group","project_id":"20","project_path":"my-group/my-project",
        "user_id":"1","user_login":"sample-user","user_email":"sample-user@example.com",
        "user_identities":[{"provider":"github","extern_uid":"2435223452345"},{"provider":"bitbucket","extern_uid":"john.smith"}],
        "pipeline_id":"574","pipeline_source":"push","job_id":"302","ref":"feature-branch-1","ref_type":"branch",
        "ref_path":"refs/heads/feature-branch-1","ref_protected":"false","groups_direct":["mygroup/mysubgroup","myothergroup/myothersubgroup"],
        "environment":"test-environment2","environment_protected":"false","deployment_tier":"testing","environment_action":"start",
        "job_source":"push","job_config":{"url":"https://gitlab.example.com/my-group/my-policy-project/-/blob/ab035e64eca9a7a85bd62e485d3593f52a2804ac/.gitlab/security-policies/policy.yml","sha":"ab035e64eca9a7a85bd62e485d3593f52a2804ac"},
        "runner_id":1,"runner_environment":"self-hosted","sha":"714a629c0b401fdce83e847fc9589983fc6f46bc","project_visibility":"public",
        "ci_config_ref_uri":"gitlab.example.com/my-group/my-project//.gitlab-ci.yml@refs/heads/main","ci_config_sha":"714a629c0b401fdce83e847fc9589983fc6f46bc",
        "sub":"project_path:my-group/my-project:ref_type:branch:ref:feature-branch-1","aud":"https://vault.example.com"}
        """;
}
