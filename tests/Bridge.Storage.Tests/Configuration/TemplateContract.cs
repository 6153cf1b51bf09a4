using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Storage.Tests.Homes;
using Bridge.Subjects;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteTemplateTests : TemplateContract<SqliteHome>;

public sealed class PostgreSqlTemplateTests : TemplateContract<PostgreSqlHome>;

/// <summary>The sub templates of all levels.</summary>
public abstract class TemplateContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    protected static readonly SubTemplate SomeProject = new()
    {
        Id = "t1",
        Version = 0,
        Level = TemplateLevel.Project,
        Issuer = "gitlab",
        ProjectId = "22",
        RelyingParty = "deploy",
        Components = [new("project_id"), new("environment", Omit: true), new("ref")],
        Overflow = Overflow.Digest,
        Locked = true,
    };

    private static readonly ProjectQuery Own = new("gitlab", "22", "a/b", null, null);

    protected IConfigurationStore Store => Database.Configuration;

    [Fact]
    public async Task One_change_may_name_a_template_for_each_of_100_000_projects()
    {
        var many = Enumerable.Range(0, 100_000).Select(number => SomeProject with { Id = $"t{number}", ProjectId = $"{number}" }).ToImmutableArray();

        Assert.Equal(ChangeOutcome.Written, await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = many }, Ct));
        Assert.Equal(ChangeOutcome.Written, await Store.ChangeAsync(Samples.Change(2) with { DeleteTemplates = [.. many.Select(template => template.Id)] }, Ct));

        Assert.Empty(await Store.ProjectTemplatesAsync(Ct));
    }

    [Fact]
    public async Task Templates_come_back_as_they_were_put()
    {
        var instance = SubTemplate.Default with { Id = "t2" };
        var group = instance with { Id = "t3", Level = TemplateLevel.Group, Issuer = "gitlab", Group = "My-Group/Sub", AsItCame = true, Components = [] };
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [SomeProject, instance, group] }, Ct);

        Same([instance with { Version = 1 }, group with { Version = 1 }], (await Store.ReadAsync(Ct)).Templates);
        Same([SomeProject with { Version = 1 }], await Store.ProjectTemplatesAsync(Ct));
    }

    [Fact]
    public async Task Those_of_one_project_and_the_one_of_an_id_are_found_among_all()
    {
        var (own, called) = (SomeProject with { RelyingParty = null }, SomeProject with { Id = "t2", ProjectId = "33" });
        var elsewhere = own with { Id = "t3", Issuer = "other" };
        var group = SubTemplate.Default with { Id = "t4", Level = TemplateLevel.Group, Issuer = "gitlab", Group = "22" };
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [own, called, elsewhere, group] }, Ct);

        Same([called with { Version = 1 }, own with { Version = 1 }], await Store.ProjectTemplatesAsync("t2", "gitlab", "22", Ct));
        Same([own with { Version = 1 }], await Store.ProjectTemplatesAsync("t1", "gitlab", "22", Ct));
        Same([called with { Version = 1 }], await Store.ProjectTemplatesAsync("t2", null, null, Ct));
        Assert.Empty(await Store.ProjectTemplatesAsync("t4", "gitlab", "1", Ct));
        Assert.Empty(await Store.ProjectTemplatesAsync("\0", "\0", "\ud800", Ct));
    }

    [Fact]
    public async Task A_job_finds_the_templates_of_the_project_that_it_runs_in()
    {
        var running = SomeProject with { Id = "t4", ProjectId = "44", RelyingParty = null };
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [SomeProject, running, SomeProject with { Id = "t5", ProjectId = "55" }, running with { Id = "t6", Issuer = "other" }] }, Ct);

        var alone = await Store.FindProjectAsync(new("gitlab", "22", "a/b", null, null), Ct);
        var fork = await Store.FindProjectAsync(new("gitlab", "22", "a/b", "44", "c/d"), Ct);

        Same([SomeProject with { Version = 1 }], alone.Templates);
        Same([running with { Version = 1 }], fork.Templates);
    }

    [Fact]
    public async Task What_another_node_changed_of_a_project_is_found_at_the_next_question()
    {
        var other = Node();
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [SomeProject], Enrol = [new("gitlab", "22")] }, Ct);
        var before = await Store.FindProjectAsync(Own, Ct);
        Assert.Equal((true, 1), (before.Enrolled, Assert.Single(before.Templates).Version));

        var changed = SomeProject with { Locked = false };
        await other.Configuration.ChangeAsync(Samples.Change(2) with { PutTemplates = [changed, SomeProject with { Id = "t4", ProjectId = "44" }], Withdraw = [new("gitlab", "22")] }, Ct);

        var after = await Store.FindProjectAsync(Own, Ct);
        Assert.False(after.Enrolled);
        Same([changed with { Version = 2 }], after.Templates);
        Assert.Equal("t4", Assert.Single((await Store.FindProjectAsync(Own with { RunningProjectId = "44", RunningProjectPath = "c/d" }, Ct)).Templates).Id);
        Same([changed with { Version = 2 }], (await Store.FindProjectAsync(Own, Ct)).Templates);
    }

    [Fact]
    public async Task A_template_that_is_put_again_is_its_next_version()
    {
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [SomeProject] }, Ct);
        var changed = SomeProject with { Components = [new("project_path")], Locked = false };
        await Store.ChangeAsync(Samples.Change(2) with { PutTemplates = [changed] }, Ct);

        Same([changed with { Version = 2 }], await Store.ProjectTemplatesAsync(Ct));
    }

    [Fact]
    public async Task Two_templates_may_change_places()
    {
        var other = SomeProject with { Id = "t2", ProjectId = "23" };
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [SomeProject, other] }, Ct);

        await Store.ChangeAsync(Samples.Change(2) with { PutTemplates = [SomeProject with { ProjectId = "23" }, other with { ProjectId = "22" }] }, Ct);

        Assert.Equal(["23", "22"], (await Store.ProjectTemplatesAsync(Ct)).Select(template => template.ProjectId));
    }

    [Fact]
    public async Task One_scope_has_one_template_whatever_the_case_of_its_group()
    {
        var group = SomeProject with { Level = TemplateLevel.Group, ProjectId = null, Group = "a/B" };
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [group] }, Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ChangeAsync(Samples.Change(2) with { PutTemplates = [group with { Id = "t9", Group = "A/b" }] }, Ct));
        Assert.Equal(ChangeOutcome.Written, await Store.ChangeAsync(Samples.Change(2) with { DeleteTemplates = ["t1"], PutTemplates = [group with { Id = "t9", Group = "A/b" }] }, Ct));

        Assert.Equal("A/b", Assert.Single((await Store.ReadAsync(Ct)).Templates).Group);
    }

    [Fact]
    public async Task Templates_are_deleted_with_their_components()
    {
        await Store.ChangeAsync(Samples.Change(1) with { PutTemplates = [SomeProject] }, Ct);
        await Store.ChangeAsync(Samples.Change(2) with { DeleteTemplates = ["t1", "unknown"] }, Ct);

        Assert.Empty(await Store.ProjectTemplatesAsync(Ct));
        Assert.Empty((await Store.FindProjectAsync(new("gitlab", "22", "a/b", null, null), Ct)).Templates);
    }

    [Fact]
    public async Task Who_is_bound_lists_the_own_ones_alone()
    {
        var group = SomeProject with { Level = TemplateLevel.Group, ProjectId = null };
        await Store.ChangeAsync(Samples.Change(1) with
        {
            PutTemplates =
            [
                SubTemplate.Default with { Id = "instance" }, group with { Id = "group", Group = "Acme" }, group with { Id = "sub", Group = "Acme/Web" }, group with { Id = "like", Group = "Acme-2" },
                SomeProject with { Id = "in", ProjectId = "22" }, SomeProject with { Id = "out", ProjectId = "23" }, SomeProject with { Id = "unseen", ProjectId = "24" }, SomeProject with { Id = "other", Issuer = "other", ProjectId = "22" },
            ],
        }, Ct);
        await Database.Journal.CommitAsync(Samples.Entry(revision: 2, pin: Samples.FirstSight("22", "ACME/web/shop")), Ct);
        await Database.Journal.CommitAsync(Samples.Entry(revision: 2, pin: Samples.FirstSight("23", "acme-2/shop")), Ct);

        Assert.Equal(["group", "in", "sub"], await WithinAsync(new Reach.Group("gitlab", "acme")));
        Assert.Equal(["in", "sub"], await WithinAsync(new Reach.Group("gitlab", "Acme/Web")));
        Assert.Equal(["out"], await WithinAsync(new Reach.Project("gitlab", "23")));
        Assert.Equal(["in", "unseen"], await WithinAsync(new Reach.Projects("gitlab", ["22", "24", "25"])));
        Assert.Empty(await WithinAsync(new Reach.Projects("gitlab", [])));
        Assert.Equal(["group", "in", "instance", "like", "other", "out", "sub", "unseen"], await WithinAsync(Reach.Everything));
    }

    private async Task<IEnumerable<string>> WithinAsync(Reach reach) =>
        (await Database.Things.ListTemplatesAsync(new(Within: reach), null, 100, Ct)).Select(template => template.Id);

    private static void Same(IEnumerable<SubTemplate> expected, IEnumerable<SubTemplate> actual) =>
        Assert.Equal(expected.Select(Comparable), actual.Select(Comparable));

    private static (SubTemplate, string) Comparable(SubTemplate template) => (template with { Components = default }, string.Join('|', template.Components));
}
