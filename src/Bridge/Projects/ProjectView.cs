using System.Collections.Immutable;
using Bridge.Subjects;

namespace Bridge.Projects;

/// <summary>Where a project was when it was last granted a token, or confirmed.</summary>
/// <param name="NamespaceId">GitLab's id of its namespace.</param>
/// <param name="Path">Its full path, as it came.</param>
/// <param name="PathIssuedAt">The <c>iat</c> of the token that set the path.</param>
public sealed record ProjectPin(string NamespaceId, string Path, DateTimeOffset PathIssuedAt);

/// <summary>What is stored of the projects that a job names, read once for an exchange.</summary>
/// <param name="Pin">The pin of the job's project; null before its first grant.</param>
/// <param name="PathOwner">The id of the project that the job's project path is burned to; null where it is free.</param>
/// <param name="RunningPathOwner">The same for the path of the project that a fork's job runs in.</param>
/// <param name="Enrolled">Whether an administrator enrolled the job's project.</param>
/// <param name="Templates">The templates of the project that the job runs in: its own, but for a fork's.</param>
public sealed record ProjectView(ProjectPin? Pin, string? PathOwner, string? RunningPathOwner, bool Enrolled, ImmutableArray<SubTemplate> Templates)
{
    /// <summary>The pin of the project that a fork's job runs in; null for every other job, and before that project's first grant.</summary>
    public ProjectPin? RunningPin { get; init; }

    /// <summary>A project that nobody has seen yet.</summary>
    public static readonly ProjectView Unseen = new(null, null, null, false, []);
}
