using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>Code of a fork that runs in its parent's pipelines never passes for the parent's own.</summary>
public sealed class ForkTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    protected override string Yaml(World world) => $$"""
        issuers:
          - {{Trusted(world.GitLab, "main")}}
          - {{Trusted(world.OtherGitLab, "forkless", "fork_pipelines: never, subject_prefix: 'forkless:'")}}
        relying_parties:
          - id: main
            audience: https://main.test
            rules: [{ id: main, effect: allow, when: { ref: main } }]
          - id: guarded
            audience: https://guarded.test
            rules:
              - { id: no-contributors, effect: deny, when: { namespace_path: contributor } }
              - { id: all, effect: allow, everyone: true, forks: allow }
          - id: review
            audience: https://review.test
            rules: [{ id: forks, effect: allow, everyone: true, forks: allow }]
          - id: named
            audience: https://named.test
            rules: [{ id: forks, effect: allow, everyone: true, forks: allow }]
          - id: old-named
            audience: https://old-named.test
            rules: [{ id: forks, effect: allow, everyone: true, forks: allow }]
        sub_components:
          - { id: parent, issuer: main, project_id: "20", relying_party: named, components: [job_project_id, project_id, ref_type, ref] }
          - { id: fork, issuer: main, project_id: "99", relying_party: named, components: [project_path] }
          - { id: fork-for-review, issuer: main, project_id: "99", relying_party: review, components: [job_project_id, project_id, ref] }
          - { id: by-source, issuer: main, project_id: "20", relying_party: old-named, components: [project_path, pipeline_source, ref] }

        """;

    [Fact]
    public async Task A_fork_merge_request_does_not_get_what_the_parents_branch_gets()
    {
        var record = await RefusedAsync(Reason.ForkNotAllowed, Job(TokenPreset.ForkMergeRequest), "https://main.test", "99", "20");

        Assert.Equal(("job_project_id", "99"), (record.ReasonName, record.ProjectId));
        Assert.Equal("main", (await GrantedAsync(Job(), "https://main.test")).Record.Rule);
    }

    [Fact]
    public async Task Before_18_2_2_a_fork_with_a_branch_of_the_same_name_does_not_get_it_either()
    {
        var token = Job(TokenPreset.ForkMergeRequestBefore1822, [("ref_protected", "true")]);
        var record = await RefusedAsync(Reason.ForkAssumed, token, "https://main.test", null, "merge_request_event");

        Assert.Equal(("pipeline_source", "20", "my-group/my-project"), (record.ReasonName, record.ProjectId, record.ProjectPath));
    }

    [Theory]
    [InlineData("parent_pipeline")]
    [InlineData("external_pull_request_event")]
    public async Task Nor_does_the_child_pipeline_of_such_a_merge_request(string source) =>
        await RefusedAsync(Reason.ForkAssumed, Job(TokenPreset.OldGitLab, [("pipeline_source", source)]), "https://main.test", null, source);

    [Fact]
    public async Task Where_GitLab_names_the_running_project_a_child_pipeline_of_ones_own_is_no_forks() =>
        Assert.Equal("main", (await GrantedAsync(Job(TokenPreset.ChildPipeline), "https://main.test")).Record.Rule);

    [Fact]
    public async Task A_job_of_an_old_GitLab_on_a_pushed_branch_is_no_forks() =>
        Assert.Equal("main", (await GrantedAsync(Job(TokenPreset.OldGitLab), "https://main.test")).Record.Rule);

    [Fact]
    public async Task A_deny_rule_holds_for_forks_without_naming_them() =>
        Assert.Equal("no-contributors", (await RefusedAsync(Reason.RuleDenied, Job(TokenPreset.ForkMergeRequest), "https://guarded.test")).Rule);

    [Fact]
    public async Task An_allowed_fork_gets_a_subject_of_the_parents_template_that_names_both()
    {
        var granted = await GrantedAsync(Job(TokenPreset.ForkMergeRequest), "https://named.test");

        Assert.Equal("job_project_id:20:project_id:99:ref_type:branch:ref:main", granted.Subject);
        Assert.Equal(("parent", "99"), (granted.Record.Template, granted.Record.ProjectId));
    }

    [Fact]
    public async Task Without_a_template_of_the_parent_that_names_both_an_allowed_fork_gets_nothing()
    {
        var record = await RefusedAsync(Reason.ForkTemplateMissing, Job(TokenPreset.ForkMergeRequest), "https://review.test", "job_project_id or job_project_path", "built-in");

        Assert.Null(record.Subject);
    }

    [Fact]
    public async Task An_allowed_fork_of_an_old_GitLab_needs_the_pipeline_source_in_its_subject()
    {
        var granted = await GrantedAsync(Job(TokenPreset.ForkMergeRequestBefore1822), "https://old-named.test");

        Assert.Equal("project_path:my-group/my-project:pipeline_source:merge_request_event:ref:main", granted.Subject);
        await RefusedAsync(Reason.ForkTemplateMissing, Job(TokenPreset.ForkMergeRequestBefore1822), "https://review.test", "pipeline_source", "built-in");
    }

    [Fact]
    public async Task Fork_pipelines_never_takes_the_administrators_word_where_GitLab_says_nothing() =>
        Assert.Equal("main", (await GrantedAsync(Job(World.OtherGitLab, TokenPreset.ForkMergeRequestBefore1822), "https://main.test")).Record.Rule);

    [Fact]
    public async Task Fork_pipelines_never_does_not_outweigh_what_GitLab_says() =>
        await RefusedAsync(Reason.ForkNotAllowed, Job(World.OtherGitLab, TokenPreset.ForkMergeRequest), "https://main.test", "99", "20");

    [Fact]
    public async Task Claims_that_a_fork_cannot_have_do_not_make_it_another()
    {
        // The parent's path beside the fork's id: the path is the parent's own, by its first grant.
        await GrantedAsync(Job(), "https://main.test");

        await RefusedAsync(Reason.ProjectRecycled, Job(TokenPreset.ForkMergeRequest, [("project_path", "my-group/my-project")]), "https://named.test", "20", "my-group/my-project");
    }
}
