using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Projects;

/// <summary>
/// Holds a job against what its project was before, and a fork's job also against what the project was that it runs in. GitLab
/// lets a path be taken again by whoever comes next; here a path belongs to the id that it was first granted under, until an
/// administrator says otherwise.
/// </summary>
/// <param name="Change">What a grant would write, or null. It is of the job's own project alone.</param>
/// <param name="PinnedPath">The path that the project had, where the job comes under another one.</param>
/// <param name="RunningPinnedPath">The same of the project that a fork's job runs in.</param>
public sealed record ProjectMatch(PinChange? Change, string? PinnedPath, string? RunningPinnedPath = null)
{
    public static Outcome<ProjectMatch> Of(JobFacts facts, DateTimeOffset issuedAt, ProjectView view)
    {
        if (view.PathOwner is { } owner && owner != facts.ProjectId)
            return new Refused(Reason.ProjectRecycled, "project_path", owner, facts.ProjectPath);
        if (view.Pin is { } pin && pin.NamespaceId != facts.NamespaceId)
            return new Refused(Reason.ProjectTransferred, "namespace_id", pin.NamespaceId, facts.NamespaceId);
        if (facts.Fork && Running(facts, view) is { } refused)
            return refused;
        return new ProjectMatch(
            ChangeOf(facts, issuedAt, view), OtherThan(facts.ProjectPath, view.Pin), facts.Fork ? OtherThan(facts.Claims.Text("job_project_path"), view.RunningPin) : null);
    }

    // What an allowed fork gets, it gets for the project that it runs in: by that one's rules and template.
    private static Refused? Running(JobFacts facts, ProjectView view)
    {
        if (view.RunningPathOwner is { } owner && owner != facts.JobProjectId)
            return new Refused(Reason.ProjectRecycled, "job_project_path", owner, facts.Claims.Text("job_project_path"));
        if (view.RunningPin is { } pin && pin.NamespaceId != facts.Claims.Text("job_namespace_id"))
            return new Refused(Reason.ProjectTransferred, "job_namespace_id", pin.NamespaceId, facts.Claims.Text("job_namespace_id"));
        return null;
    }

    private static string? OtherThan(string? path, ProjectPin? pin) => pin is not null && pin.Path != path ? pin.Path : null;

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
