using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Projects;
using Bridge.Storage.Tests.Homes;
using Bridge.Subjects;

namespace Bridge.Storage.Tests.Configuration;

public sealed class SqliteEnrollerTests : EnrollerContract<SqliteHome>;

public sealed class PostgreSqlEnrollerTests : EnrollerContract<PostgreSqlHome>;

/// <summary>One project is enrolled and withdrawn, alone and beside others.</summary>
public abstract class EnrollerContract<THome> : StoreContract<THome>
    where THome : Home, new()
{
    private static readonly EnrolledProject Project = new("gitlab", "22");

    private IConfigurationStore Store => Database.Configuration;

    [Fact]
    public async Task Each_enrolment_has_a_version_of_its_own()
    {
        Assert.Null(await Store.EnrolmentVersionAsync(Project, Ct));
        Assert.True(await EnrolAsync(Store));
        Assert.False(await EnrolAsync(Store));
        Assert.Equal(1, await Store.EnrolmentVersionAsync(Project, Ct));

        Assert.Equal(1, await WithdrawAsync(Store, 1));
        Assert.Null(await WithdrawAsync(Store, 1));
        Assert.True(await EnrolAsync(Store));
        Assert.Equal(3, await Store.EnrolmentVersionAsync(Project, Ct));
        Assert.Null(await Store.EnrolmentVersionAsync(Project with { Issuer = "other" }, Ct));
    }

    [Fact]
    public async Task Another_enrolment_than_the_one_seen_is_not_taken_back()
    {
        await EnrolAsync(Store);
        await RenewAsync(1);

        Assert.Equal(3, await WithdrawAsync(Store, 1));

        Assert.Equal(3, await Store.EnrolmentVersionAsync(Project, Ct));
        Assert.Equal(4, await Store.RevisionAsync(Ct));
    }

    [Fact]
    public async Task Enrolment_made_anew_between_the_comparison_and_the_change_is_not_taken_back()
    {
        await EnrolAsync(Store);
        var between = new Between(Store, () => RenewAsync(1));

        Assert.Equal(3, await WithdrawAsync(between, 1));

        Assert.Equal(1, between.Tries);
        Assert.Equal(3, await Store.EnrolmentVersionAsync(Project, Ct));
    }

    [Fact]
    public async Task Change_of_something_else_in_between_does_not_matter()
    {
        await EnrolAsync(Store);
        var between = new Between(Store, () => Store.ChangeAsync(Samples.Change(2, Samples.Issuer("gitlab")), Ct));

        Assert.Equal(1, await WithdrawAsync(between, 1));

        Assert.Equal(2, between.Tries);
        Assert.Null(await Store.EnrolmentVersionAsync(Project, Ct));
    }

    [Fact]
    public async Task Of_two_who_enrol_at_once_one_does()
    {
        Assert.False(await EnrolAsync(new Between(Store, () => EnrolAsync(Store))));
        Assert.Equal(1, await Store.EnrolmentVersionAsync(Project, Ct));
    }

    private static Task<bool> EnrolAsync(IConfigurationStore store) => new Enroller(store).EnrolAsync(Project, "test", null, Ct);

    private static Task<int?> WithdrawAsync(IConfigurationStore store, int seen) => new Enroller(store).WithdrawAsync(Project, seen, "test", null, Ct);

    private async Task RenewAsync(int seen)
    {
        await WithdrawAsync(Store, seen);
        await EnrolAsync(Store);
    }

    /// <summary>A store in which somebody else changes something just before the first change is written.</summary>
    private sealed class Between(IConfigurationStore store, Func<Task> others) : IConfigurationStore
    {
        public int Tries { get; private set; }

        public async Task<ChangeOutcome> ChangeAsync(ConfigurationChange change, CancellationToken ct)
        {
            if (Tries++ == 0)
                await others();
            return await store.ChangeAsync(change, ct);
        }

        public Task<long> RevisionAsync(CancellationToken ct) => store.RevisionAsync(ct);

        public Task<ConfigurationSource> ReadAsync(CancellationToken ct) => store.ReadAsync(ct);

        public ValueTask<ProjectView> FindProjectAsync(ProjectQuery query, CancellationToken ct) => store.FindProjectAsync(query, ct);

        public ValueTask<ProjectView> RecallProjectAsync(ProjectQuery query, long revision, CancellationToken ct) => store.RecallProjectAsync(query, revision, ct);

        public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(CancellationToken ct) => store.ProjectTemplatesAsync(ct);

        public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(string id, string? issuer, string? projectId, CancellationToken ct) => store.ProjectTemplatesAsync(id, issuer, projectId, ct);

        public Task<ImmutableArray<EnrolledProject>> EnrolledProjectsAsync(CancellationToken ct) => store.EnrolledProjectsAsync(ct);

        public Task<int?> EnrolmentVersionAsync(EnrolledProject project, CancellationToken ct) => store.EnrolmentVersionAsync(project, ct);
    }
}
