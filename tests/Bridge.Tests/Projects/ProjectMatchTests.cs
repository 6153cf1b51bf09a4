using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using Xunit;

namespace Bridge.Tests.Projects;

public sealed class ProjectMatchTests
{
    private static readonly DateTimeOffset Issued = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProjectPin Pin = new("72", "g/p", Issued - TimeSpan.FromDays(1));

    [Fact]
    public void The_first_grant_pins_the_project_and_burns_its_path() => Assert.Equal(
        new ProjectMatch(new PinChange("gitlab", "20", null, new ProjectPin("72", "g/p", Issued), "g/p"), null),
        ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen).Value());

    [Fact]
    public void A_project_that_stays_changes_nothing() =>
        Assert.Equal(new ProjectMatch(null, null), ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = Pin, PathOwner = "20" }).Value());

    [Fact]
    public void Another_project_under_a_burned_path_is_refused() => Assert.Equal(
        new Refused(Reason.ProjectRecycled, "project_path", "19", "g/p"),
        ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { PathOwner = "19" }).Refusal());

    [Fact]
    public void A_known_project_that_moves_onto_anothers_path_is_refused() => Assert.Equal(
        Reason.ProjectRecycled,
        ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = Pin with { Path = "g/old" }, PathOwner = "19" }).Refusal().Reason);

    [Fact]
    public void A_project_that_comes_from_another_namespace_is_refused() => Assert.Equal(
        new Refused(Reason.ProjectTransferred, "namespace_id", "71", "72"),
        ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = Pin with { NamespaceId = "71" }, PathOwner = "20" }).Refusal());

    [Fact]
    public void A_project_that_was_renamed_takes_its_new_path_and_tells_the_old_one()
    {
        var old = Pin with { Path = "g/old" };
        Assert.Equal(
            new ProjectMatch(new PinChange("gitlab", "20", old, new ProjectPin("72", "g/p", Issued), "g/p"), "g/old"),
            ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = old }).Value());
    }

    [Fact]
    public void A_project_that_comes_back_burns_no_path_twice()
    {
        var old = Pin with { Path = "g/old" };
        Assert.Null(ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = old, PathOwner = "20" }).Value().Change!.BurnPath);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void An_old_token_does_not_move_the_path_back(int secondsLater, bool moves)
    {
        var newer = new ProjectPin("72", "g/new", Issued.AddSeconds(secondsLater));
        var match = ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = newer, PathOwner = "20" }).Value();
        Assert.Equal(moves, match.Change is not null);
        Assert.Equal("g/new", match.PinnedPath);
    }

    [Fact]
    public void An_old_token_still_burns_a_path_that_nobody_has()
    {
        var newer = new ProjectPin("72", "g/new", Issued.AddSeconds(1));
        Assert.Equal(new PinChange("gitlab", "20", newer, newer, "g/p"), ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = newer }).Value().Change);
    }

    [Fact]
    public void A_path_that_changed_in_case_alone_is_told_too() =>
        Assert.Equal("G/p", ProjectMatch.Of(Jobs.Of(), Issued, ProjectView.Unseen with { Pin = Pin with { Path = "G/p" }, PathOwner = "20" }).Value().PinnedPath);

    [Fact]
    public void A_fork_cannot_run_in_a_recycled_project()
    {
        var view = ProjectView.Unseen with { RunningPathOwner = "19" };
        Assert.Equal(new Refused(Reason.ProjectRecycled, "job_project_path", "19", "g/p"), ProjectMatch.Of(Jobs.OfFork(), Issued, view).Refusal());
        Assert.NotNull(ProjectMatch.Of(Jobs.OfFork(), Issued, view with { RunningPathOwner = "20" }).Value().Change);
        Assert.NotNull(ProjectMatch.Of(Jobs.Of(), Issued, view).Value().Change);
    }

    [Fact]
    public void A_fork_cannot_run_in_a_project_that_was_transferred()
    {
        var view = ProjectView.Unseen with { RunningPin = Pin with { NamespaceId = "71" } };
        Assert.Equal(new Refused(Reason.ProjectTransferred, "job_namespace_id", "71", "72"), ProjectMatch.Of(Jobs.OfFork(), Issued, view).Refusal());
        Assert.NotNull(ProjectMatch.Of(Jobs.OfFork(), Issued, view with { RunningPin = Pin }).Value().Change);
        Assert.NotNull(ProjectMatch.Of(Jobs.Of(), Issued, view).Value().Change);
    }

    [Fact]
    public void A_running_project_that_was_renamed_tells_its_old_path()
    {
        var view = ProjectView.Unseen with { RunningPin = Pin with { Path = "g/old" } };
        Assert.Equal("g/old", ProjectMatch.Of(Jobs.OfFork(), Issued, view).Value().RunningPinnedPath);
        Assert.Null(ProjectMatch.Of(Jobs.Of(), Issued, view).Value().RunningPinnedPath);
        Assert.Null(ProjectMatch.Of(Jobs.OfFork(), Issued, view with { RunningPin = Pin }).Value().RunningPinnedPath);
    }

    [Fact]
    public void A_grant_to_a_fork_writes_nothing_of_the_project_that_it_runs_in() =>
        Assert.Equal("99", ProjectMatch.Of(Jobs.OfFork(), Issued, ProjectView.Unseen).Value().Change!.ProjectId);

    [Fact]
    public void A_change_that_must_not_move_the_pin_keeps_what_it_burns()
    {
        var (old, moved) = (Pin with { Path = "g/old" }, new ProjectPin("72", "g/p", Issued));
        Assert.Equal(new PinChange("gitlab", "20", old, old, "g/p"), new PinChange("gitlab", "20", old, moved, "g/p").WithoutMove());
        Assert.Null(new PinChange("gitlab", "20", old, moved, null).WithoutMove());
    }
}
