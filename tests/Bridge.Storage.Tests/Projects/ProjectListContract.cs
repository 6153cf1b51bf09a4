using Bridge.Access;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Projects;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Projects;

public sealed class SqliteProjectListTests : ProjectListContract<SqliteHome>;

public sealed class PostgreSqlProjectListTests : ProjectListContract<PostgreSqlHome>;

/// <summary>What is known of projects, and which paths belong to whom.</summary>
public abstract class ProjectListContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private ProjectLists Projects => Database.Projects;

    [Fact]
    public async Task Known_is_what_has_a_pin_an_enrolment_or_a_template_of_its_own()
    {
        await StartAsync();
        await Database.Configuration.ChangeAsync(Samples.Change(2) with
        {
            Enrol = [new("gitlab", "22"), new("gitlab", "40")],
            PutTemplates = [Samples.Template("t1", "22"), Samples.Template("t2", "22", "deploy"), Samples.Template("t3", "50")],
        }, Ct);
        await GrantAsync("22", "My-Group/app", 0, revision: 3);
        await Database.Journal.CommitAsync(Samples.Entry(Samples.Granted(Samples.Noon.AddMinutes(5)) with { ProjectId = "22", Reason = "rule_denied" }, revision: 3), Ct);
        await GrantAsync("30", "My-Group/other", 1, revision: 3);

        var known = (await Projects.KnownAsync(null, null, null, 100, null, Ct)).Items;

        Assert.Equal(
            [
                new(new("gitlab", "22"), new ProjectPin("7", "My-Group/app", Samples.Noon), true, 2, Samples.Noon.AddMinutes(5), "rule_denied"),
                new(new("gitlab", "30"), new ProjectPin("7", "My-Group/other", Samples.Noon.AddMinutes(1)), false, 0, Samples.Noon.AddMinutes(1), null),
                new(new("gitlab", "40"), null, true, 0, null, null),
                new KnownProject(new("gitlab", "50"), null, false, 1, null, null),
            ],
            known);
    }

    [Theory]
    [InlineData("22", new[] { "22" })]
    [InlineData("40", new[] { "40" })]
    [InlineData("MY-group/", new[] { "22", "30" })]
    [InlineData("other", new[] { "30" })]
    [InlineData("app_1", new[] { "30" })]
    [InlineData("app%", new string[0])]
    [InlineData("!", new string[0])]
    [InlineData("9", new string[0])]
    public async Task Found_is_the_project_of_an_id_and_whoever_has_the_text_in_its_path(string search, string[] found)
    {
        await StartAsync();
        await Database.Configuration.ChangeAsync(Samples.Change(2) with { Enrol = [new("gitlab", "40"), new("gitlab", "22")] }, Ct);
        await GrantAsync("22", "My-Group/app-1", 0, revision: 3);
        await GrantAsync("30", "My-Group/other/app_1", 0, revision: 3);

        Assert.Equal(found, (await Projects.KnownAsync(null, search, null, 100, null, Ct)).Items.Select(project => project.Key.ProjectId));
    }

    [Fact]
    public async Task Who_is_bound_finds_and_lists_the_own_ones_alone()
    {
        await StartAsync(Samples.Issuer("another", "a:"));
        await Database.Configuration.ChangeAsync(Samples.Change(2) with { Enrol = [new("gitlab", "40"), new("gitlab", "41")], PutTemplates = [Samples.Template("t1", "50"), Samples.Template("t2", "51")] }, Ct);
        await GrantAsync("22", "My-Group/app", 0, revision: 3);
        await GrantAsync("30", "My-Group/sub/app", 0, revision: 3);
        await GrantAsync("31", "My-Groups/app", 0, revision: 3);
        await GrantAsync("22", "Else/app", 0, issuer: "another", revision: 3);

        Assert.Equal(["22", "40", "50"], await WithinAsync(new Reach.Projects("gitlab", ["22", "40", "50", "60"])));
        Assert.Equal(["22"], await WithinAsync(new Reach.Projects("gitlab", ["22", "40", "50"]), "my-"));
        Assert.Equal([], await WithinAsync(new Reach.Projects("gitlab", []), null));
        Assert.Equal([], await WithinAsync(new Reach.Projects("gitlab", ["22"]), "30"));
        Assert.Equal(["40"], await WithinAsync(new Reach.Project("gitlab", "40")));
        Assert.Equal(["22", "30"], await WithinAsync(new Reach.Group("gitlab", "my-GROUP")));
        Assert.Equal(["30"], await WithinAsync(new Reach.Group("gitlab", "My-Group/sub")));
        Assert.Equal(["30"], await WithinAsync(new Reach.Group("gitlab", "My-Group"), "SUB"));
        Assert.Equal(["22"], await WithinAsync(new Reach.Projects("another", ["22"])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task Pages_hold_every_project_and_path_once_over_all_issuers(int limit)
    {
        await StartAsync(Samples.Issuer("another", "a:"));
        var expected = new List<ProjectKey>();
        foreach (var issuer in (string[])["another", "gitlab"])
        {
            for (var i = 10; i < 20; i++)
            {
                expected.Add(new ProjectKey(issuer, $"{i}"));
                await GrantAsync($"{i}", $"Group/{i}", 0, issuer: issuer);
            }
        }

        var (known, burned) = (new List<ProjectKey>(), new List<BurnedPath>());
        for (var (after, more) = ((ProjectKey?)null, true); more; more = after is not null)
        {
            var page = await Projects.KnownAsync(null, null, after, limit, null, Ct);
            known.AddRange(page.Items.Select(project => project.Key));
            after = page.Next;
        }

        for (var (after, more) = ((PathKey?)null, true); more; more = after is not null)
        {
            var page = await Projects.BurnedAsync(null, null, null, after, limit, Ct);
            burned.AddRange(page.Items);
            after = page.Next;
        }

        Assert.Equal(expected, known);
        Assert.Equal(expected.Select(key => new BurnedPath(key.Issuer, $"group/{key.ProjectId}", key.ProjectId, $"Group/{key.ProjectId}")), burned);
    }

    [Fact]
    public async Task Paths_are_found_by_their_beginning_and_by_their_project()
    {
        await StartAsync();
        await GrantAsync("22", "Group/app", 0);
        await GrantAsync("22", "Group/moved", 1, new ProjectPin("7", "Group/app", Samples.Noon));
        await GrantAsync("23", "Groups/app", 0);

        Assert.Equal(["group/app", "group/moved"], await PathsAsync("GROUP/", null));
        Assert.Equal(["group/app", "group/moved", "groups/app"], await PathsAsync("group", null));
        Assert.Equal(["group/app", "group/moved"], await PathsAsync(null, "22"));
        Assert.Equal(["groups/app"], await PathsAsync("group", "23"));
        Assert.Equal("Group/moved", (await Projects.BurnedAsync("gitlab", "group/app", null, null, 10, Ct)).Items[0].CurrentPath);
    }

    [Fact]
    public async Task Last_seen_is_the_last_record_and_of_a_path_that_was_left_the_first_token_from_elsewhere()
    {
        await StartAsync();
        await GrantAsync("22", "Group/app", 0);
        await GrantAsync("22", "Group/moved", 60, new ProjectPin("7", "Group/app", Samples.Noon));
        await Database.Journal.CommitAsync(Samples.Entry(Samples.Granted(Samples.Noon.AddMinutes(90)) with { ProjectId = "22" }, revision: 2), Ct);

        var seen = await Projects.LastSeenAsync([new("gitlab", "22"), new("gitlab", "23"), new("other", "22")], Ct);
        var paths = await Projects.PathsSeenAsync([new("gitlab", "group/APP"), new("gitlab", "Group/moved"), new("gitlab", "group/none")], Ct);

        Assert.Equal(new Dictionary<ProjectKey, DateTimeOffset> { [new("gitlab", "22")] = Samples.Noon.AddMinutes(90) }, seen);
        Assert.Equal(new Dictionary<PathKey, DateTimeOffset?>
        {
            [new("gitlab", "group/APP")] = Samples.Noon.AddMinutes(60),
            [new("gitlab", "Group/moved")] = Samples.Noon.AddMinutes(90),
        }, paths);
    }

    private async Task<IEnumerable<string>> PathsAsync(string? prefix, string? project) =>
        (await Projects.BurnedAsync(null, prefix, project, null, 100, Ct)).Items.Select(path => path.Path);

    private async Task<IEnumerable<string>> WithinAsync(Reach reach, string? search = null) =>
        (await Projects.KnownAsync(null, search, null, 100, reach, Ct)).Items.Select(project => project.Key.ProjectId);

    private async Task StartAsync(params IEnumerable<Definition> more) =>
        Assert.Equal(ChangeOutcome.Written, await Database.Configuration.ChangeAsync(Samples.Change(1, [Samples.Issuer("gitlab"), .. more]), Ct));

    private async Task GrantAsync(string project, string path, double minutes, ProjectPin? seen = null, string issuer = "gitlab", long revision = 2)
    {
        var at = Samples.Noon.AddMinutes(minutes);
        var entry = Samples.Entry(Samples.Granted(at) with { Issuer = issuer, ProjectId = project }, revision, pin: new PinChange(issuer, project, seen, new ProjectPin("7", path, at), path));
        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(entry, Ct));
    }
}
