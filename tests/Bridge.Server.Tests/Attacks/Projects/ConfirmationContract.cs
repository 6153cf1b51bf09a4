using System.Collections.Concurrent;
using Bridge.Configuration.Applying;
using Bridge.Refusals;
using Bridge.Server.Tests.Commands;
using Bridge.Simulator.Tokens;
using Bridge.Storage.Projects;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Projects;

public sealed class SqliteConfirmationTests(SqliteWorld world) : ConfirmationContract<SqliteWorld>(world);

public sealed class PostgreSqlConfirmationTests(PostgreSqlWorld world) : ConfirmationContract<PostgreSqlWorld>(world);

/// <summary>A project waits, an administrator confirms it with <c>bridge projects</c>, and the next exchange shows it.</summary>
public abstract class ConfirmationContract<TWorld>(TWorld world) : WorldTest<TWorld>(world)
    where TWorld : World
{
    private const string Deploy = "https://deploy.test";
    private const string Groups = "https://groups.test";
    private const string Careful = "https://careful.test";
    private const string Forks = "https://forks.test";
    private const string Parents = "https://parents.test";

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - id: groups
            audience: https://groups.test
            rules:
              - { id: old-group, effect: allow, when: { project_path: { glob: old-group/** } } }
              - { id: any, effect: allow, everyone: true }
          - { id: careful, audience: 'https://careful.test', enrolled_projects: true, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: forks, audience: 'https://forks.test', rules: [{ id: forks, effect: allow, everyone: true, forks: allow }] }
          - id: parents
            audience: https://parents.test
            rules:
              - { id: old-parents, effect: allow, forks: allow, when: { job_project_path: { glob: old-group/** } } }
              - { id: any, effect: allow, everyone: true, forks: allow }
        sub_components:
          - { id: forked, relying_party: forks, components: [job_project_id, project_id, ref] }
          - { id: templated, issuer: main, group: templated-group, relying_party: forks, components: [job_project_id, project_id] }
          - { id: of-parents, relying_party: parents, components: [job_project_id, project_id, ref] }

        """;

    [Fact]
    public async Task A_recycled_path_is_handed_to_the_confirmed_project_and_taken_from_the_other()
    {
        var (first, second) = (World.NewProjectId(), World.NewProjectId());
        var old = JobOf(first, $"recycled/{first}");
        await GrantedAsync(old, Deploy);
        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, $"recycled/{first}"), Deploy, first, $"recycled/{first}");

        await ConfirmAsync(second, "72", $"recycled/{first}");

        await GrantedAsync(JobOf(second, $"recycled/{first}"), Deploy);
        await GrantedAsync(JobOf(second, $"recycled/{first}"), Careful);
        await RefusedAsync(Reason.ProjectRecycled, old, Deploy, second, $"recycled/{first}");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GrantedAsync(JobOf(first, $"recycled/elsewhere-{first}"), Deploy);
    }

    [Fact]
    public async Task A_transferred_project_passes_where_it_was_confirmed_and_its_late_old_token_does_not()
    {
        var project = World.NewProjectId();
        var late = JobOf(project, $"before/{project}");
        await GrantedAsync(late, Deploy);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var moved = JobOf(project, $"after/{project}", ("namespace_id", "80"));
        await RefusedAsync(Reason.ProjectTransferred, moved, Deploy, "72", "80");

        await ConfirmAsync(project, "80", $"after/{project}");

        await GrantedAsync(moved, Deploy);
        await RefusedAsync(Reason.ProjectTransferred, late, Deploy, "80", "72");
        // Nobody is offered to move it back for that.
        Assert.Null(await Bridge.Engine.Database.Projects.FindWaitingAsync(new ProjectKey("main", project), Ct));
    }

    [Fact]
    public async Task A_group_that_moved_is_decided_by_its_new_path_once_it_is_confirmed()
    {
        var project = World.NewProjectId();
        Assert.Equal("old-group", (await GrantedAsync(JobOf(project, $"old-group/{project}"), Groups)).Record.Rule);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(Reason.GroupMoved, JobOf(project, $"new-group/{project}"), Groups, $"old-group/{project}", $"new-group/{project}");

        await ConfirmAsync(project, "72", $"new-group/{project}");

        Assert.Equal("any", (await GrantedAsync(JobOf(project, $"new-group/{project}"), Groups)).Record.Rule);
    }

    [Theory]
    [InlineData("old-group", Groups)]
    [InlineData("templated-group", Forks)]
    public async Task A_grant_of_a_relying_party_that_does_not_care_moves_no_path_past_the_check_of_one_that_does(string group, string careful)
    {
        var project = World.NewProjectId();
        await GrantedAsync(JobOf(project, $"{group}/{project}"), Deploy);
        Clock.Advance(TimeSpan.FromSeconds(1));

        await GrantedAsync(JobOf(project, $"new-group/{project}"), Deploy);

        await RefusedAsync(Reason.GroupMoved, JobOf(project, $"new-group/{project}"), careful, $"{group}/{project}", $"new-group/{project}");
        // The path that it was granted under is its own all the same.
        await RefusedAsync(Reason.ProjectRecycled, JobOf(World.NewProjectId(), $"new-group/{project}"), Deploy, project, $"new-group/{project}");
    }

    [Fact]
    public async Task An_unconfirmed_project_is_served_from_its_confirmation_on_by_every_node()
    {
        await using var second = await World.SecondNodeAsync(Ct);
        var project = World.NewProjectId();
        var token = JobOf(project, $"unconfirmed/{project}");
        await RefusedAsync(Reason.ProjectUnconfirmed, token, Careful, actual: project);

        await ConfirmAsync(project, "72", $"unconfirmed/{project}");

        await GrantedAsync(second, token, Careful);
        await GrantedAsync(token, Careful);
    }

    [Fact]
    public async Task For_an_allowed_forks_job_the_project_that_it_runs_in_is_held_against_its_pin_and_confirmed()
    {
        var (parent, fork) = (World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(parent, $"parent/{parent}", RunsIn(parent, $"parent/{parent}", "72")), Deploy);
        await GrantedAsync(Fork(fork, parent, $"parent/{parent}", "72"), Forks);
        await RefusedAsync(Reason.ProjectTransferred, Fork(fork, parent, $"parent/{parent}", "80"), Forks, "72", "80");

        await ConfirmAsync(parent, "80", $"parent/{parent}");

        await GrantedAsync(Fork(fork, parent, $"parent/{parent}", "80"), Forks);
        await RefusedAsync(Reason.ProjectTransferred, Fork(fork, parent, $"parent/{parent}", "72"), Forks, "80", "72");
    }

    [Fact]
    public async Task For_an_allowed_forks_job_a_recycled_running_project_is_confirmed_and_not_the_fork()
    {
        var (first, second, fork) = (World.NewProjectId(), World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(first, $"running/{first}", RunsIn(first, $"running/{first}", "72")), Deploy);
        var record = await RefusedAsync(Reason.ProjectRecycled, Fork(fork, second, $"running/{first}", "72"), Forks, first, $"running/{first}");
        Assert.Equal((fork, second), (record.ProjectId, record.WaitingProjectId));

        await ConfirmAsync(second, "72", $"running/{first}");

        await GrantedAsync(Fork(fork, second, $"running/{first}", "72"), Forks);
        Assert.NotEqual(0, (await ProjectsAsync("confirm", "main", fork, "--yes")).Code);
    }

    [Theory]
    [InlineData("templated-group", Forks, "templated", "forked")]
    [InlineData("old-group", Parents, "of-parents", "of-parents")]
    public async Task For_an_allowed_forks_job_a_running_project_that_moved_under_another_rule_or_template_is_confirmed(string group, string audience, string before, string after)
    {
        var (parent, fork) = (World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(parent, $"{group}/{parent}", RunsIn(parent, $"{group}/{parent}", "72")), Deploy);
        Assert.Equal(before, (await GrantedAsync(Fork(fork, parent, $"{group}/{parent}", "72"), audience)).Record.Template);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var record = await RefusedAsync(Reason.GroupMoved, Fork(fork, parent, $"new-group/{parent}", "72"), audience, $"{group}/{parent}", $"new-group/{parent}");
        Assert.Equal(("job_project_path", fork, parent), (record.ReasonName, record.ProjectId, record.WaitingProjectId));

        await ConfirmAsync(parent, "72", $"new-group/{parent}");

        Assert.Equal(after, (await GrantedAsync(Fork(fork, parent, $"new-group/{parent}", "72"), audience)).Record.Template);
    }

    [Theory]
    [InlineData("73", null)]
    [InlineData(null, "OTHER/{0}")]
    [InlineData("72", "other/{0}/")]
    public async Task A_script_cannot_confirm_something_else_than_was_seen(string? group, string? path)
    {
        var project = World.NewProjectId();
        await RefusedAsync(Reason.ProjectUnconfirmed, JobOf(project, $"other/{project}"), Careful, actual: project);
        List<string> arguments = ["confirm", "main", project, "--yes"];
        arguments.AddRange(group is null ? [] : ["--namespace-id", group]);
        arguments.AddRange(path is null ? [] : ["--path", string.Format(null, path, project)]);

        var ran = await ProjectsAsync([.. arguments]);

        Assert.Equal(1, ran.Code);
        Assert.Contains("nothing was confirmed", ran.Error, StringComparison.Ordinal);
        await RefusedAsync(Reason.ProjectUnconfirmed, JobOf(project, $"other/{project}"), Careful, actual: project);
    }

    [Fact]
    public async Task A_rename_between_the_showing_and_the_confirmation_is_told_and_nothing_is_set()
    {
        var (first, second) = (World.NewProjectId(), World.NewProjectId());
        await GrantedAsync(JobOf(first, $"under-way/{first}"), Deploy);
        await RefusedAsync(Reason.ProjectRecycled, JobOf(second, $"under-way/{first}"), Deploy, first, $"under-way/{first}");
        var shown = (await Bridge.Engine.Database.Projects.FindWaitingAsync(new ProjectKey("main", second), Ct))!.Confirmation!;
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GrantedAsync(JobOf(second, $"renamed/{second}"), Deploy);

        Assert.False(await new Confirmer(Bridge.Engine.Database.Configuration).ConfirmAsync(shown, "test", null, Ct));

        await GrantedAsync(JobOf(first, $"under-way/{first}"), Deploy);
        Assert.Contains("does not wait", (await ProjectsAsync("confirm", "main", second, "--yes")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_its_commit_on_a_confirmation_holds_on_every_node_whatever_is_under_way()
    {
        await using var second = await World.SecondNodeAsync(Ct);
        var (owner, heir) = (World.NewProjectId(), World.NewProjectId());
        var path = $"raced/{owner}";
        var (ofOwner, ofHeir) = (JobOf(owner, path), JobOf(heir, path));
        await GrantedAsync(ofOwner, Deploy);
        await RefusedAsync(Reason.ProjectRecycled, ofHeir, Deploy, owner, path);
        var answers = new ConcurrentQueue<(bool SentAfter, bool Heir, TokenResponse Answer)>();
        var (confirmed, done) = (0, 0);

        var callers = Enumerable.Range(0, 8).Select(CallAsync).ToList();
        await Eventually.IsTrueAsync(() => answers.Count >= 32, Ct);
        await ConfirmAsync(heir, "72", path);
        Volatile.Write(ref confirmed, 1);
        await Eventually.IsTrueAsync(() => answers.Count(one => one.SentAfter) >= 32, Ct);
        Volatile.Write(ref done, 1);
        await Task.WhenAll(callers);

        // Each got it while it was its own, and only then.
        Assert.All(answers, one => Assert.True(one.Answer.AccessToken is not null || one.Answer.Reason == "project_recycled", one.Answer.Text));
        Assert.All(answers.Where(one => one.SentAfter), one => Assert.Equal(one.Heir, one.Answer.AccessToken is not null));

        async Task CallAsync(int number)
        {
            var (node, heirs) = (number % 2 == 0 ? Bridge : second, number % 4 < 2);
            while (Volatile.Read(ref done) == 0)
            {
                var after = Volatile.Read(ref confirmed) == 1;
                answers.Enqueue((after, heirs, await SendAsync(node, heirs ? ofHeir : ofOwner, Deploy)));
            }
        }
    }

    private static (string, System.Text.Json.Nodes.JsonNode?)[] RunsIn(string project, string path, string group) =>
        [("job_project_id", project), ("job_project_path", path), ("job_namespace_id", group), ("job_namespace_path", path[..path.LastIndexOf('/')])];

    private string Fork(string fork, string parent, string path, string group) =>
        Job(TokenPreset.ForkMergeRequest, [("project_id", fork), ("project_path", $"fork/{fork}"), ("namespace_path", "fork"), ("namespace_id", "990"), .. RunsIn(parent, path, group)]);

    private async Task ConfirmAsync(string project, string group, string path)
    {
        var ran = await ProjectsAsync("confirm", "main", project, "--namespace-id", group, "--path", path, "--yes");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.EndsWith($"Confirmed.{Environment.NewLine}", ran.Output, StringComparison.Ordinal);
    }

    private protected Task<Ran> ProjectsAsync(params string[] arguments) => Ran.CommandAsync(Bridge.Written, Clock, ["projects", .. arguments]);
}
