using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Projects;

public sealed class SqliteProjectsAheadTests : ProjectsAheadContract<SqliteHome>;

public sealed class PostgreSqlProjectsAheadTests : ProjectsAheadContract<PostgreSqlHome>;

/// <summary>What is read ahead of many projects is what each job would have read for itself.</summary>
public abstract class ProjectsAheadContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly ProjectQuery[] Queries =
    [
        new("gitlab", "20", "my-group/plain", null, null),
        new("gitlab", "21", "my-group/templates", null, null),
        new("gitlab", "22", "my-group/taken", null, null),
        new("other", "20", "my-group/plain", null, null),
    ];

    [Fact]
    public async Task What_is_read_ahead_is_what_is_stored()
    {
        await SeedAsync();
        var node = Node();

        await node.ReadAheadAsync(Ct);

        foreach (var query in Queries)
            Assert.Equivalent(await Database.Configuration.FindProjectAsync(query, Ct), await node.Configuration.RecallProjectAsync(query, 2, Ct), strict: true);
        var templates = (await node.Configuration.RecallProjectAsync(Queries[1], 2, Ct)).Templates;
        Assert.Equal(["all", "deploy"], templates.Select(template => template.Id).Order());
        Assert.Equal(["project_id", "ref_type", "ref"], templates.Single(template => template.Id == "all").Components.Select(component => component.Claim));
        Assert.Equal("19", (await node.Configuration.RecallProjectAsync(Queries[2], 2, Ct)).PathOwner);
    }

    [Fact]
    public async Task Nothing_is_asked_for_that_was_read_ahead()
    {
        await SeedAsync();
        var node = Node();
        await node.ReadAheadAsync(Ct);

        await MoveAsync(Queries[0]);

        Assert.Equal("7", (await node.Configuration.RecallProjectAsync(Queries[0], 2, Ct)).Pin!.NamespaceId);
        Assert.Equal("8", (await node.Configuration.FindProjectAsync(Queries[0], Ct)).Pin!.NamespaceId);
    }

    [Fact]
    public async Task A_change_of_the_configuration_is_read_ahead()
    {
        await SeedAsync();
        var node = Node();
        await node.ReadAheadAsync(Ct);
        await Database.Configuration.ChangeAsync(Samples.Change(2) with { Withdraw = [new("gitlab", "20")], PutTemplates = [Samples.Template("new", "20", null, "ref")] }, Ct);

        await node.ReadAheadAsync(Ct);
        await MoveAsync(Queries[0]);

        var view = await node.Configuration.RecallProjectAsync(Queries[0], 3, Ct);
        Assert.False(view.Enrolled);
        Assert.Equal("new", Assert.Single(view.Templates).Id);
        Assert.Equal("7", view.Pin!.NamespaceId);
    }

    [Fact]
    public async Task After_a_change_only_what_is_known_is_read_ahead()
    {
        var node = Node();
        await node.ReadAheadAsync(Ct);
        await SeedAsync();
        await node.ReadAheadAsync(Ct);

        await MoveAsync(Queries[0]);

        Assert.Equal("8", (await node.Configuration.RecallProjectAsync(Queries[0], 2, Ct)).Pin!.NamespaceId);
    }

    [Fact]
    public async Task What_an_exchange_read_under_the_same_revision_stays()
    {
        await SeedAsync();
        var node = Node();
        var read = await node.Configuration.RecallProjectAsync(Queries[0], 2, Ct);

        await node.ReadAheadAsync(Ct);

        Assert.Same(read, await node.Configuration.RecallProjectAsync(Queries[0], 2, Ct));
    }

    private async Task SeedAsync()
    {
        Assert.Equal(ChangeOutcome.Written, await Database.Configuration.ChangeAsync(
            Samples.Change(1) with
            {
                Enrol = [new("gitlab", "20"), new("gitlab", "22")],
                PutTemplates = [Samples.Template("all", "21", null, "project_id", "ref_type", "ref"), Samples.Template("deploy", "21", "deploy", "ref"), Samples.Template("unseen", "30", null, "ref")],
            },
            Ct));
        await GrantAsync("gitlab", "19", "My-Group/taken");
        await GrantAsync("gitlab", "20", "My-Group/plain");
        await GrantAsync("gitlab", "21", "My-Group/templates");
        await GrantAsync("other", "20", "My-Group/plain");
        // It was pinned somewhere, and then moved to a path that is another's.
        await GrantAsync("gitlab", "22", "My-Group/free");
        var (first, taken) = (new ProjectPin("7", "My-Group/free", Samples.Noon), new ProjectPin("7", "My-Group/taken", Samples.Noon.AddHours(1)));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(revision: 2, pin: new PinChange("gitlab", "22", first, taken, null)), Ct));
    }

    private async Task GrantAsync(string issuer, string project, string path) => Assert.Equal(
        CommitOutcome.Committed,
        await Database.Journal.CommitAsync(Samples.Entry(revision: 2, pin: new PinChange(issuer, project, null, new ProjectPin("7", path, Samples.Noon), path)), Ct));

    private async Task MoveAsync(ProjectQuery query)
    {
        var first = (await Database.Configuration.FindProjectAsync(query, Ct)).Pin!;
        var revision = await Database.Configuration.RevisionAsync(Ct);
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(Samples.Entry(revision: revision, pin: new PinChange(query.Issuer, query.ProjectId, first, first with { NamespaceId = "8" }, null)), Ct));
    }
}
