using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Projects;

/// <summary>
/// Holds a job against what its project was before. GitLab lets a path be taken again by whoever comes next; here a path
/// belongs to the id that it was first granted under, until an administrator says otherwise.
/// </summary>
/// <param name="Change">What a grant would write, or null.</param>
/// <param name="PinnedPath">The path that the project had, where the job comes under another one.</param>
public sealed record ProjectMatch(PinChange? Change, string? PinnedPath)
{
    public static Outcome<ProjectMatch> Of(JobFacts facts, DateTimeOffset issuedAt, ProjectView view)
    {
        if (view.PathOwner is { } owner && owner != facts.ProjectId)
            return new Refused(Reason.ProjectRecycled, "project_path", owner, facts.ProjectPath);
        if (facts.Fork && view.RunningPathOwner is { } runningOwner && runningOwner != facts.JobProjectId)
            return new Refused(Reason.ProjectRecycled, "job_project_path", runningOwner, facts.Claims.Text("job_project_path"));
        if (view.Pin is { } pin && pin.NamespaceId != facts.NamespaceId)
            return new Refused(Reason.ProjectTransferred, "namespace_id", pin.NamespaceId, facts.NamespaceId);
        return new ProjectMatch(ChangeOf(facts, issuedAt, view), view.Pin?.Path is { } pinned && pinned != facts.ProjectPath ? pinned : null);
    }

    // An old token that comes late must not move a path back: only a later iat moves it.
    private static PinChange? ChangeOf(JobFacts facts, DateTimeOffset issuedAt, ProjectView view)
    {
        var moves = view.Pin is null || (view.Pin.Path != facts.ProjectPath && issuedAt > view.Pin.PathIssuedAt);
        var burn = view.PathOwner is null ? facts.ProjectPath : null;
        return moves || burn is not null
            ? new PinChange(facts.Issuer.Id, facts.ProjectId, view.Pin, moves ? new ProjectPin(facts.NamespaceId, facts.ProjectPath, issuedAt) : view.Pin!, burn)
            : null;
    }
}
