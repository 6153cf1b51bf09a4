using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Subjects;

namespace Bridge.Configuration;

/// <summary>Which projects an exchange asks for. Paths are folded.</summary>
public sealed record ProjectQuery(string Issuer, string ProjectId, string ProjectPath, string? RunningProjectId, string? RunningProjectPath)
{
    /// <summary>The projects that a job names.</summary>
    public static ProjectQuery Of(JobFacts facts) => new(
        facts.Issuer.Id,
        facts.ProjectId,
        ProjectPaths.Fold(facts.ProjectPath),
        facts.Fork ? facts.JobProjectId : null,
        facts.Fork && facts.Claims.Text("job_project_path") is { } running ? ProjectPaths.Fold(running) : null);
}

/// <summary>The wall to where configuration, pins and projects' templates are kept.</summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> where the database cannot answer.</remarks>
public interface IConfigurationStore
{
    /// <summary>The revision in force.</summary>
    Task<long> RevisionAsync(CancellationToken ct);

    /// <summary>Everything but what belongs to single projects, in one transaction.</summary>
    Task<ConfigurationSource> ReadAsync(CancellationToken ct);

    /// <summary>What is stored of the projects that one job names.</summary>
    ValueTask<ProjectView> FindProjectAsync(ProjectQuery query, CancellationToken ct);

    /// <summary>
    /// The same, as it was last read under <paramref name="revision"/>, or read now. It may be out of date: what is decided on it
    /// is committed with it, and the journal compares it with what is stored then.
    /// </summary>
    ValueTask<ProjectView> RecallProjectAsync(ProjectQuery query, long revision, CancellationToken ct);

    /// <summary>All templates that belong to single projects.</summary>
    Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(CancellationToken ct);

    /// <summary>Those of them that have an id, or that belong to one project.</summary>
    Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(string id, string? issuer, string? projectId, CancellationToken ct);

    /// <summary>All enrolled projects.</summary>
    Task<ImmutableArray<EnrolledProject>> EnrolledProjectsAsync(CancellationToken ct);

    /// <summary>The version of a project's enrolment, which no other enrolment of it ever has; null where it is not enrolled.</summary>
    Task<int?> EnrolmentVersionAsync(EnrolledProject project, CancellationToken ct);

    /// <summary>Writes a change with its change-log entry and raises the revision, or nothing and says why.</summary>
    Task<ChangeOutcome> ChangeAsync(ConfigurationChange change, CancellationToken ct);
}
