using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>A relying party that serves only projects that an administrator enrolled.</summary>
public sealed class EnrolledProjectTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Careful = "https://careful.test";

    protected override string Yaml(World world) => $$"""
        issuers:
          - {{Trusted(world.GitLab, "main")}}
          - {{Trusted(world.OtherGitLab, "other", "subject_prefix: 'other:'")}}
        relying_parties:
          - { id: careful, audience: 'https://careful.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: cluster, audience: 'https://cluster.test', profile: kubernetes, prefix: 'gitlab:', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: open, audience: 'https://open.test', rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    [Theory]
    [InlineData(Careful)]
    [InlineData("https://cluster.test")]
    public async Task A_project_that_nobody_enrolled_is_refused_each_time(string audience)
    {
        var project = World.NewProjectId();
        var token = JobOf(project, $"my-group/p{project}");

        var first = await RefusedAsync(Reason.ProjectUnconfirmed, token, audience, actual: project);
        var second = await RefusedAsync(Reason.ProjectUnconfirmed, token, audience, actual: project);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((project, project), (first.ProjectId, second.ProjectId));
    }

    [Fact]
    public async Task A_grant_elsewhere_enrols_nothing()
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"my-group/p{project}"), "https://open.test");

        await RefusedAsync(Reason.ProjectUnconfirmed, JobOf(project, $"my-group/p{project}"), Careful, actual: project);
    }

    [Fact]
    public async Task What_apply_enrols_is_served_and_what_it_prunes_is_not()
    {
        var project = World.NewProjectId();
        var token = JobOf(project, $"my-group/p{project}");

        await Bridge.ApplyAsync($"projects: [{{ issuer: main, project_id: '{project}' }}]", Ct);
        await GrantedAsync(token, Careful);
        await Bridge.ApplyAsync("projects: { prune: true, items: [] }", Ct);

        await RefusedAsync(Reason.ProjectUnconfirmed, token, Careful, actual: project);
    }

    [Fact]
    public async Task What_is_enrolled_of_one_issuer_is_nobody_of_another()
    {
        var project = World.NewProjectId();
        await Bridge.ApplyAsync($"projects: [{{ issuer: main, project_id: '{project}' }}]", Ct);

        await RefusedAsync(Reason.ProjectUnconfirmed, Job(World.OtherGitLab, TokenPreset.Branch, ("project_id", project), ("project_path", $"my-group/p{project}")), Careful, actual: project);

        await GrantedAsync(JobOf(project, $"my-group/p{project}"), Careful);
    }

    [Fact]
    public async Task A_refused_project_takes_no_path()
    {
        var (squatter, owner) = (World.NewProjectId(), World.NewProjectId());
        await RefusedAsync(Reason.ProjectUnconfirmed, JobOf(squatter, "my-group/wanted"), Careful, actual: squatter);

        await GrantedAsync(JobOf(owner, "my-group/wanted"), "https://open.test");
    }
}
