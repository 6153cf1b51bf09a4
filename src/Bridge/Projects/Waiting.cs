using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Projects;

/// <summary>The refusals that an administrator's confirmation ends: whom each makes wait, and when nobody waits any more.</summary>
public static class Waiting
{
    public static readonly ImmutableArray<Reason> Reasons = [Reason.ProjectRecycled, Reason.ProjectTransferred, Reason.GroupMoved, Reason.ProjectUnconfirmed];

    /// <summary>The id of the project that a refusal makes wait; null for a refusal that no confirmation ends.</summary>
    public static string? ProjectOf(Refused refused, JobFacts facts) =>
        !Reasons.Contains(refused.Reason) ? null : IsRunningProject(refused.Reason, refused.Name) ? facts.JobProjectId : facts.ProjectId;

    /// <summary>Whether the project that waits is the one that a fork's job ran in, and not the job's own.</summary>
    /// <param name="reason">The reason of the refusal.</param>
    /// <param name="name">What it was about.</param>
    public static bool IsRunningProject(Reason reason, string? name) =>
        reason != Reason.ProjectUnconfirmed && name?.StartsWith("job_", StringComparison.Ordinal) == true;

    /// <summary>Whether a job as it was refused would be refused for the same reason now.</summary>
    /// <param name="reason">The reason of the refusal.</param>
    /// <param name="projectId">The project that it made wait.</param>
    /// <param name="shown">Where that job showed the project to be.</param>
    /// <param name="pin">The pin of the project now.</param>
    /// <param name="pathOwner">The project that the shown path belongs to now.</param>
    /// <param name="enrolled">Whether the project is enrolled now.</param>
    public static bool Holds(Reason reason, string projectId, ProjectPin shown, ProjectPin? pin, string? pathOwner, bool enrolled)
    {
        // Whoever was seen elsewhere since does not wait here: a late token must not offer to move a project back.
        if (pin is not null && pin.PathIssuedAt > shown.PathIssuedAt)
            return false;
        return reason switch
        {
            Reason.ProjectRecycled => pathOwner is not null && pathOwner != projectId,
            Reason.ProjectTransferred => pin is not null && pin.NamespaceId != shown.NamespaceId,
            Reason.GroupMoved => pin is not null && pin.Path != shown.Path,
            // Where the path went to another project since, the next job is refused for that.
            Reason.ProjectUnconfirmed => !enrolled && (pathOwner is null || pathOwner == projectId),
            _ => false,
        };
    }
}
