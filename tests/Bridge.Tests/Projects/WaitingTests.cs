using Bridge.Projects;
using Bridge.Refusals;
using Bridge.Tests.Policies;
using Xunit;

namespace Bridge.Tests.Projects;

public sealed class WaitingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProjectPin Shown = new("72", "g/p", Noon);

    /// <summary>Reason, what is stored of the project now, and whether the refusal is waited for.</summary>
    public static TheoryData<string, Reason, ProjectPin?, string?, bool, bool> Now => new()
    {
        { "the path is another's", Reason.ProjectRecycled, null, "19", false, true },
        { "the path is another's, and the project has a pin elsewhere", Reason.ProjectRecycled, Shown with { Path = "g/old", PathIssuedAt = Noon.AddDays(-1) }, "19", true, true },
        { "the path is its own by now", Reason.ProjectRecycled, Shown, "20", true, false },
        { "the path is nobody's", Reason.ProjectRecycled, null, null, false, false },
        { "it was seen elsewhere since", Reason.ProjectRecycled, Shown with { Path = "g/new", PathIssuedAt = Noon.AddSeconds(1) }, "19", false, false },
        { "it is pinned to another namespace", Reason.ProjectTransferred, Shown with { NamespaceId = "71" }, null, false, true },
        { "it is pinned to another namespace by a token of the same second", Reason.ProjectTransferred, Shown with { NamespaceId = "71", PathIssuedAt = Noon }, "20", true, true },
        { "it is pinned to another namespace by a later token", Reason.ProjectTransferred, Shown with { NamespaceId = "71", PathIssuedAt = Noon.AddSeconds(1) }, "20", true, false },
        { "it is pinned to that namespace", Reason.ProjectTransferred, Shown with { PathIssuedAt = Noon.AddDays(-1) }, null, false, false },
        { "it has no pin any more", Reason.ProjectTransferred, null, null, false, false },
        { "it is pinned to another path", Reason.GroupMoved, Shown with { Path = "h/p" }, null, true, true },
        { "it is pinned to that path", Reason.GroupMoved, Shown, "20", true, false },
        { "it is not enrolled", Reason.ProjectUnconfirmed, null, null, false, true },
        { "it is not enrolled, and was granted elsewhere", Reason.ProjectUnconfirmed, Shown, "20", false, true },
        { "it is enrolled", Reason.ProjectUnconfirmed, Shown, "20", true, false },
        { "its path went to another", Reason.ProjectUnconfirmed, Shown, "19", false, false },
        { "it is no reason to wait", Reason.RuleDenied, null, "19", false, false },
    };

    [Theory]
    [MemberData(nameof(Now))]
    public void A_refusal_is_waited_for_while_the_same_job_would_be_refused_again(string now, Reason reason, ProjectPin? pin, string? owner, bool enrolled, bool waits) =>
        Assert.True(waits == Waiting.Holds(reason, "20", Shown, pin, owner, enrolled), now);

    [Theory]
    [InlineData(Reason.ProjectRecycled, "project_path", "99")]
    [InlineData(Reason.ProjectRecycled, "job_project_path", "20")]
    [InlineData(Reason.ProjectTransferred, "namespace_id", "99")]
    [InlineData(Reason.ProjectTransferred, "job_namespace_id", "20")]
    [InlineData(Reason.GroupMoved, "project_path", "99")]
    [InlineData(Reason.GroupMoved, "job_project_path", "20")]
    [InlineData(Reason.ProjectUnconfirmed, "deploy", "99")]
    [InlineData(Reason.ProjectUnconfirmed, "job_project_path", "99")]
    [InlineData(Reason.RuleDenied, "project_path", null)]
    [InlineData(Reason.NoRuleMatched, "job_project_path", null)]
    public void Who_waits_is_the_project_that_the_refusal_is_about(Reason reason, string name, string? waits) =>
        Assert.Equal(waits, Waiting.ProjectOf(new Refused(reason, name), Jobs.OfFork()));
}
