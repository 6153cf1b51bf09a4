using System.Text.Json;
using Bridge.GitLab;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class JobFactsTests
{
    [Theory]
    [InlineData("{\"project_id\":\"1\",\"job_project_id\":\"1\",\"pipeline_source\":\"merge_request_event\"}", null)]
    [InlineData("{\"project_id\":\"1\",\"job_project_id\":\"2\",\"pipeline_source\":\"push\"}", "job_project_id")]
    [InlineData("{\"project_id\":\"1\",\"job_project_id\":\"\"}", "job_project_id")]
    [InlineData("{\"project_id\":\"1\",\"job_project_id\":\"01\"}", "job_project_id")]
    [InlineData("{\"project_id\":\"1\",\"job_project_id\":null,\"pipeline_source\":\"merge_request_event\"}", "pipeline_source")]
    [InlineData("{\"project_id\":\"1\",\"pipeline_source\":\"merge_request_event\"}", "pipeline_source")]
    [InlineData("{\"project_id\":\"1\",\"pipeline_source\":\"external_pull_request_event\"}", "pipeline_source")]
    [InlineData("{\"project_id\":\"1\",\"pipeline_source\":\"parent_pipeline\"}", "pipeline_source")]
    [InlineData("{\"project_id\":\"1\",\"pipeline_source\":\"push\"}", null)]
    public void Fork_is_told_by_the_project_that_runs_the_job_or_by_the_pipeline_source(string claims, string? sign) =>
        Assert.Equal(sign, Facts(claims).ForkSign);

    [Fact]
    public void Vouched_issuer_has_no_forks_by_pipeline_source_but_still_by_claim()
    {
        var issuer = TestToken.Issuer with { ForkPipelines = ForkPipelines.Never };
        Assert.False(Facts("{\"project_id\":\"1\",\"pipeline_source\":\"merge_request_event\"}", issuer).Fork);
        Assert.True(Facts("{\"project_id\":\"1\",\"job_project_id\":\"2\"}", issuer).Fork);
    }

    [Fact]
    public void Claim_of_the_name_of_a_derived_fact_does_not_replace_it()
    {
        var facts = Facts("{\"project_id\":\"1\",\"job_project_id\":\"2\",\"fork\":\"false\",\"issuer\":\"other\",\"token_kind\":\"v1\",\"top_level_group\":\"admin\",\"namespace_path\":\"group/sub\",\"aud\":\"a\"}");
        Assert.Equal(["gitlab", "id_token", "true", "group"], JobFacts.Derived.Select(name => facts.Scalar(name, out var text) ? text : null));
    }

    [Fact]
    public void Top_level_group_without_a_namespace_is_blank() => Assert.True(Facts("{}").IsBlank("top_level_group"));

    [Fact]
    public void Earlier_path_moves_every_path_of_the_same_project_and_no_other()
    {
        var own = Facts("{\"project_id\":\"1\",\"project_path\":\"new/p\",\"namespace_path\":\"new\",\"job_project_id\":\"1\",\"job_project_path\":\"new/p\",\"job_namespace_path\":\"new\",\"source_project_id\":\"1\",\"source_project_path\":\"new/p\"}").Under("old/sub/p");
        foreach (var name in new[] { "project_path", "job_project_path", "source_project_path" })
        {
            Assert.Equal("old/sub/p", own.Claims.Text(name));
            Assert.True(own.Claims.Find(name, out var json) && json.ValueEquals("old/sub/p"));
        }

        Assert.Equal(("old/sub", "old"), (own.Claims.Text("job_namespace_path"), own.TopLevelGroup));
        var fork = Facts("{\"project_id\":\"1\",\"project_path\":\"fork/p\",\"job_project_id\":\"2\",\"job_project_path\":\"parent/p\"}").Under("old/p");
        Assert.Equal("parent/p", fork.Claims.Text("job_project_path"));
        Assert.True(fork.Fork);
    }

    private static JobFacts Facts(string claims, Issuer? issuer = null) => new(issuer ?? TestToken.Issuer, TokenKind.IdToken, ClaimSet.Of(JsonElement.Parse(claims)));
}
