using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Projects;

public sealed class SqliteProjectTests(SqliteWorld world) : ProjectContract<SqliteWorld>(world);

public sealed class PostgreSqlProjectTests(PostgreSqlWorld world) : ProjectContract<PostgreSqlWorld>(world);

/// <summary>A path belongs to the project that was first granted a token under it, whoever has it in GitLab now.</summary>
public abstract class ProjectContract<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    private const string Deploy = "https://deploy.test";

    protected override string Yaml(World world) => $$"""
        issuers:
          - {{Trusted(world.GitLab, "main")}}
          - {{Trusted(world.OtherGitLab, "other", "subject_prefix: 'other:'")}}
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - id: groups
            audience: https://groups.test
            rules:
              - { id: old-group, effect: allow, when: { project_path: { glob: old-group/** } } }
              - { id: any, effect: allow, everyone: true }
          - { id: forks, audience: 'https://forks.test', rules: [{ id: forks, effect: allow, everyone: true, forks: allow }] }
        sub_components:
          - { id: templated, issuer: main, group: templated-group, components: [project_id, ref] }
          - { id: of-forks, issuer: main, group: forked-group, relying_party: forks, components: [job_project_id, project_id, ref] }

        """;

    [Fact]
    public async Task Project_recreated_under_the_same_path_is_refused()
    {
        var (first, second) = await GrantedFirstAsync("my-group/recreated");

        var record = await RefusedAsync(Reason.ProjectRecycled, JobOf(second, "my-group/recreated"), Deploy, first, "my-group/recreated");

        Assert.Equal((second, first), (record.ProjectId, record.Expected));
        Assert.Null(await PinAsync(second));
        await GrantedAsync(JobOf(first, "my-group/recreated"), Deploy);
    }

    [Theory]
    [InlineData("my-group/cased", "My-Group/Cased")]
    [InlineData("my-group/Cased-Too", "MY-GROUP/CASED-TOO")]
    public async Task Another_case_of_a_burned_path_is_the_same_path(string path, string cased)
    {
        var (first, second) = await GrantedFirstAsync(path);

        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, cased), Deploy, first, cased);
        Assert.Equal($"project_path:{cased}:ref_type:branch:ref:main", (await GrantedAsync(JobOf(first, cased), Deploy)).Subject);
    }

    [Fact]
    public async Task A_renamed_project_moves_its_path_by_a_later_grant_and_keeps_the_old_one()
    {
        var (first, second) = await GrantedFirstAsync("my-group/before");
        Clock.Advance(TimeSpan.FromMinutes(1));

        var granted = await GrantedAsync(JobOf(first, "my-group/after"), Deploy);

        Assert.Equal("project_path:my-group/after:ref_type:branch:ref:main", granted.Subject);
        Assert.Equal("my-group/after", await PinAsync(first));
        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, "my-group/before"), Deploy, first, "my-group/before");
        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, "my-group/after"), Deploy, first, "my-group/after");
    }

    [Fact]
    public async Task A_late_old_token_does_not_move_a_path_back()
    {
        var (first, second) = await GrantedFirstAsync("my-group/then");
        var late = JobOf(first, "my-group/then");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await GrantedAsync(JobOf(first, "my-group/now"), Deploy);

        await GrantedAsync(late, Deploy);

        Assert.Equal("my-group/now", await PinAsync(first));
        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, "my-group/now"), Deploy, first, "my-group/now");
    }

    [Fact]
    public async Task A_project_that_came_to_another_namespace_waits_for_an_administrator()
    {
        var (first, _) = await GrantedFirstAsync("my-group/moving");

        await RefusedAsync(Reason.ProjectTransferred, JobOf(first, "their-group/moving", ("namespace_id", "80")), Deploy, "72", "80");
        await RefusedAsync(Reason.ProjectTransferred, JobOf(first, "my-group/moving", ("namespace_id", "80")), Deploy, "72", "80");
        Assert.Equal("my-group/moving", await PinAsync(first));
    }

    [Theory]
    [InlineData("old-group/app", "new-group/app")]
    [InlineData("any-group/app", "old-group/came")]
    public async Task A_group_renamed_so_that_another_rule_decides_waits_for_an_administrator(string before, string after)
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, before), "https://groups.test");
        Clock.Advance(TimeSpan.FromMinutes(1));

        await RefusedAsync(Reason.GroupMoved, JobOf(project, after), "https://groups.test", before, after);
        Assert.Equal(before, await PinAsync(project));
    }

    [Theory]
    [InlineData("plain-group/templated", "templated-group/templated")]
    [InlineData("templated-group/plain", "plain-group/plain")]
    public async Task A_group_renamed_so_that_another_template_decides_waits_for_an_administrator(string before, string after)
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, before), Deploy);
        Clock.Advance(TimeSpan.FromMinutes(1));

        await RefusedAsync(Reason.GroupMoved, JobOf(project, after), Deploy, before, after);
    }

    [Fact]
    public async Task Of_two_projects_first_seen_at_once_under_one_path_exactly_one_wins()
    {
        var (one, two) = (World.NewProjectId(), World.NewProjectId());
        var tokens = Enumerable.Range(0, 32).Select(number => (Id: number % 2 == 0 ? one : two, Token: JobOf(number % 2 == 0 ? one : two, "my-group/raced"))).ToList();
        var before = await CountAsync(Bridge);

        var answers = await Task.WhenAll(tokens.Select(async job => (job.Id, Answer: await SendAsync(Bridge, job.Token, Deploy))));

        var winner = Assert.Single(answers.Where(one => one.Answer.AccessToken is not null).Select(one => one.Id).Distinct());
        Assert.All(answers.Where(one => one.Id == winner), one => Assert.NotNull(one.Answer.AccessToken));
        Assert.All(answers.Where(one => one.Id != winner), one => Assert.Equal(("project_recycled", winner), (one.Answer.Reason, one.Answer.Member("expected"))));
        Assert.Equal(before + 32, await CountAsync(Bridge));
        Assert.Null(await PinAsync(winner == one ? two : one));
    }

    [Fact]
    public async Task The_same_id_and_path_of_two_issuers_are_two_projects()
    {
        var project = World.NewProjectId();

        var here = await GrantedAsync(JobOf(project, "my-group/twin"), Deploy);
        var there = await GrantedAsync(OtherJobOf(project, "my-group/twin", "72"), Deploy);

        Assert.Equal("project_path:my-group/twin:ref_type:branch:ref:main", here.Subject);
        Assert.Equal("other:project_path:my-group/twin:ref_type:branch:ref:main", there.Subject);
        Assert.Equal(("main", "other"), (here.Record.Issuer, there.Record.Issuer));
    }

    [Fact]
    public async Task What_another_node_granted_meanwhile_counts_though_a_node_remembers_otherwise()
    {
        await using var other = await World.SecondNodeAsync(Ct);
        var (first, second) = (World.NewProjectId(), World.NewProjectId());
        Assert.Null((await SendAsync(Bridge, JobOf(second, "my-group/taken"), "https://nobody.test")).AccessToken);
        await GrantedAsync(other, JobOf(first, "my-group/taken"), Deploy);

        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, "my-group/taken"), Deploy, first, "my-group/taken");

        var late = JobOf(first, "my-group/taken");
        await GrantedAsync(late, Deploy);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await GrantedAsync(other, JobOf(first, "my-group/renamed"), Deploy);
        await GrantedAsync(late, Deploy);
        Assert.Equal("my-group/renamed", await PinAsync(first));
    }

    [Fact]
    public async Task A_path_that_another_node_gave_away_meanwhile_runs_no_forks_job()
    {
        await using var other = await World.SecondNodeAsync(Ct);
        var (fork, runs, owner) = (World.NewProjectId(), World.NewProjectId(), World.NewProjectId());
        string OfFork() => Job(TokenPreset.ForkMergeRequest, [("project_id", fork), ("project_path", "contributor/forked"), ("job_project_id", runs), ("job_project_path", "forked-group/app")]);
        await GrantedAsync(OfFork(), "https://forks.test");
        await GrantedAsync(OfFork(), "https://forks.test");
        await GrantedAsync(other, JobOf(owner, "forked-group/app"), Deploy);

        await RefusedAsync(Reason.ProjectRecycled, OfFork(), "https://forks.test", owner, "forked-group/app");
    }

    [Fact]
    public async Task What_one_issuer_pinned_binds_no_project_of_another()
    {
        var (here, there) = (World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(here, "my-group/shared"), Deploy);

        await GrantedAsync(OtherJobOf(there, "my-group/shared", "900"), Deploy);
        await GrantedAsync(OtherJobOf(here, "my-group/elsewhere", "901"), Deploy);
        await RefusedAsync(Reason.ProjectRecycled, OtherJobOf(here, "my-group/shared", "901"), Deploy, there, "my-group/shared");
    }

    [Fact]
    public async Task What_one_issuer_pinned_is_in_the_way_of_no_forks_job_of_another()
    {
        var (fork, runs, owner) = (World.NewProjectId(), World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(OtherJobOf(runs, $"their-group/{runs}", "900"), Deploy);
        await GrantedAsync(OtherJobOf(owner, $"forked-group/{runs}", "901"), Deploy);

        var job = Job(TokenPreset.ForkMergeRequest, [("project_id", fork), ("project_path", $"contributor/{fork}"), ("job_project_id", runs), ("job_project_path", $"forked-group/{runs}")]);

        Assert.Equal($"job_project_id:{runs}:project_id:{fork}:ref:main", (await GrantedAsync(job, "https://forks.test")).Subject);
    }

    private string OtherJobOf(string project, string path, string groupId) =>
        Job(World.OtherGitLab, TokenPreset.Branch, ("project_id", project), ("project_path", path), ("namespace_id", groupId));

    private async Task<(string First, string Second)> GrantedFirstAsync(string path)
    {
        var (first, second) = (World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(first, path), Deploy);
        return (first, second);
    }

    private async Task<string?> PinAsync(string project)
    {
        await using var context = Bridge.Engine.Database.CreateContext();
        return await context.ProjectPins.Where(pin => pin.Issuer == "main" && pin.ProjectId == project).Select(pin => pin.Path).SingleOrDefaultAsync(Ct);
    }
}
