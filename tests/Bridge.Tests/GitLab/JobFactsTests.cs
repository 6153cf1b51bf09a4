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

    [Fact]
    public void Earlier_path_of_a_project_moves_the_namespaces_too_and_adds_no_path_that_was_not_there()
    {
        var own = Facts("""{"project_id":"1","job_project_id":"1","job_project_path":"new/p","source_project_id":"1","source_project_path":"new/p"}""").Under("old/sub/p");
        Assert.Equal(["old/sub", "old/sub", "old/sub"], new[] { "namespace_path", "job_namespace_path", "source_namespace_path" }.Select(own.Claims.Text));
        var bare = Facts("""{"project_id":"1","job_project_id":"1","source_project_id":"1"}""").Under("old/p");
        Assert.Equal("job_project_id namespace_path project_id project_path source_project_id", Names(bare));
        var others = Facts("""{"project_id":"1","source_project_id":"2","source_project_path":"other/p","source_namespace_path":"other"}""").Under("old/p");
        Assert.Equal(("other/p", "other"), (others.Claims.Text("source_project_path"), others.Claims.Text("source_namespace_path")));
    }

    [Fact]
    public void Earlier_path_of_the_project_that_a_forks_job_runs_in_leaves_the_fork_where_it_is()
    {
        var fork = Facts("""{"project_id":"1","project_path":"fork/p","namespace_path":"fork","job_project_id":"2","job_project_path":"new/p","job_namespace_path":"new"}""").RunningUnder("old/sub/p");
        Assert.Equal(("fork/p", "fork"), (fork.ProjectPath, fork.TopLevelGroup));
        Assert.Equal(("old/sub/p", "old/sub"), (fork.Claims.Text("job_project_path"), fork.Claims.Text("job_namespace_path")));
    }

    [Theory]
    [InlineData("issuer", false)]
    [InlineData("token_kind", false)]
    [InlineData("fork", false)]
    [InlineData("top_level_group", true)]
    [InlineData("ref", true)]
    [InlineData("project_id", false)]
    [InlineData("groups_direct", false)]
    public void Derived_facts_are_blank_only_where_they_are_empty_whatever_claims_say(string name, bool blank) =>
        Assert.Equal(blank, Facts("""{"project_id":"1","ref":[],"groups_direct":["g"],"issuer":"","token_kind":"","fork":""}""").IsBlank(name));

    [Fact]
    public void A_job_of_its_own_project_says_so()
    {
        var facts = Facts("""{"project_id":"1","project_path":"g/p","namespace_id":"2","namespace_path":"g","job_project_id":"1"}""");
        Assert.Equal(("1", "g/p", "2", "g"), (facts.ProjectId, facts.ProjectPath, facts.NamespaceId, facts.TopLevelGroup));
        Assert.Equal("false", facts.Scalar("fork", out var fork) ? fork : null);
    }

    [Fact]
    public void What_no_claim_tells_of_a_job_is_empty()
    {
        var facts = Facts("{}");
        Assert.Equal(("", "", "", ""), (facts.ProjectId, facts.ProjectPath, facts.NamespaceId, facts.TopLevelGroup));
        Assert.False(facts.Scalar("ref", out _));
    }

    private static string Names(JobFacts facts) => string.Join(' ', facts.Claims.All.Select(claim => claim.Name).Order(StringComparer.Ordinal));

    private static JobFacts Facts(string claims, Issuer? issuer = null) => new(issuer ?? TestToken.Issuer, TokenKind.IdToken, ClaimSet.Of(JsonElement.Parse(claims)));
}
