using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Storage.Tests.Homes;

namespace Bridge.Storage.Tests.Records;

public sealed class SqliteSeenProjectsTests : SeenProjectsContract<SqliteHome>;

public sealed class PostgreSqlSeenProjectsTests : SeenProjectsContract<PostgreSqlHome>;

/// <summary>What an exchange was decided on may be out of date; nothing that was decided on it is written then.</summary>
public abstract class SeenProjectsContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly ProjectQuery Own = new("gitlab", "22", "my-group/app", null, null);
    private static readonly ProjectQuery Fork = Own with { RunningProjectId = "44", RunningProjectPath = "jan/app" };

    [Fact]
    public async Task What_was_recalled_and_is_still_so_is_committed()
    {
        await GrantAsync(Database, "22", "My-Group/app");
        var recalled = await RecallAsync(Own);

        Assert.Equal("22", recalled.PathOwner);
        Assert.Same(recalled, await RecallAsync(Own));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(Own, recalled));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(Own, recalled, refused: true));
        Assert.Same(recalled, await RecallAsync(Own));
    }

    [Theory]
    [InlineData("22", "My-Group/app", "its own project was pinned")]
    [InlineData("23", "My-Group/app", "its path was burned")]
    [InlineData("44", "other/app", "the running project was pinned")]
    [InlineData("45", "Jan/App", "the running project's path was burned")]
    public async Task Nothing_is_committed_that_was_decided_before(string project, string path, string what)
    {
        var recalled = await RecallAsync(Fork);
        await GrantAsync(Node(), project, path);
        Assert.Same(recalled, await RecallAsync(Fork));
        var before = (await CountsAsync()).Records;

        Assert.True(CommitOutcome.PinChanged == await CommitAsync(Fork, recalled), what);
        Assert.True(CommitOutcome.PinChanged == await CommitAsync(Fork, recalled, refused: true), what);

        Assert.Equal(before, (await CountsAsync()).Records);
        var anew = await RecallAsync(Fork);
        Assert.NotSame(recalled, anew);
        Assert.Equal(await Database.Configuration.FindProjectAsync(Fork, Ct), anew);
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(Fork, anew));
    }

    [Fact]
    public async Task A_pin_that_moved_meanwhile_is_found()
    {
        var first = new ProjectPin("7", "My-Group/app", Samples.Noon);
        await GrantAsync(Database, "22", first.Path);
        var recalled = await RecallAsync(Own);
        var moved = Samples.Entry(pin: new PinChange("gitlab", "22", first, first with { NamespaceId = "8" }, null));
        Assert.Equal(CommitOutcome.Committed, await Node().Journal.CommitAsync(moved, Ct));

        Assert.Equal(CommitOutcome.PinChanged, await CommitAsync(Own, recalled));

        Assert.Equal("8", (await RecallAsync(Own)).Pin!.NamespaceId);
    }

    [Fact]
    public async Task Of_a_batch_only_those_are_sent_away_that_saw_what_is_gone()
    {
        var stale = await RecallAsync(Own);
        await GrantAsync(Node(), "22", "My-Group/app");
        var other = Own with { ProjectId = "30", ProjectPath = "other/app" };
        var seen = await RecallAsync(other);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? CommitAsync(Own, stale) : CommitAsync(other, seen)));

        Assert.All(outcomes.Where((_, i) => i % 2 == 0), outcome => Assert.Equal(CommitOutcome.PinChanged, outcome));
        Assert.All(outcomes.Where((_, i) => i % 2 == 1), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    [Fact]
    public async Task A_first_grant_is_recalled_with_its_pin()
    {
        var unseen = await RecallAsync(Own);
        var entry = Samples.Entry(pin: Samples.FirstSight()) with { Seen = new ProjectsSeen(Own, unseen) };

        Assert.Equal(CommitOutcome.Committed, await Database.Journal.CommitAsync(entry, Ct));

        Assert.NotNull((await RecallAsync(Own)).Pin);
    }

    [Fact]
    public async Task Under_another_revision_what_is_configured_is_read_anew()
    {
        var before = await RecallAsync(Own);
        await Node().Configuration.ChangeAsync(Samples.Change(1) with { Enrol = [new("gitlab", "22")], PutTemplates = [Samples.Template("22-only", "22")] }, Ct);
        Assert.Same(before, await RecallAsync(Own));

        var after = await Database.Configuration.RecallProjectAsync(Own, 2, Ct);

        Assert.False(before.Enrolled);
        Assert.Empty(before.Templates);
        Assert.True(after.Enrolled);
        Assert.Equal("22-only", Assert.Single(after.Templates).Id);
        Assert.Same(after, await Database.Configuration.RecallProjectAsync(Own, 2, Ct));
    }

    private ValueTask<ProjectView> RecallAsync(ProjectQuery query) => Database.Configuration.RecallProjectAsync(query, 1, Ct);

    private async Task<CommitOutcome> CommitAsync(ProjectQuery query, ProjectView seen, bool refused = false) =>
        await Database.Journal.CommitAsync(Samples.Entry(refused ? Samples.Refused() : Samples.Granted()) with { Seen = new ProjectsSeen(query, seen) }, Ct);

    private static async Task GrantAsync(BridgeDatabase database, string project, string path) =>
        Assert.Equal(CommitOutcome.Committed, await database.Journal.CommitAsync(Samples.Entry(pin: Samples.FirstSight(project, path)), Ct));
}
