using Bridge.Projects;

namespace Bridge.Storage.Projects;

/// <summary>A project that Bridge keeps something of: a pin, an enrolment or a template of its own.</summary>
/// <param name="Key">The project.</param>
/// <param name="Pin">Its pin; null where it was never granted a token, or confirmed.</param>
/// <param name="Enrolled">Whether an administrator enrolled it.</param>
/// <param name="Templates">How many templates it has of its own.</param>
/// <param name="LastSeen">When its last job came, whatever came of it; null where no record is kept of one.</param>
/// <param name="LastReason">The code of that exchange's refusal; null where it was granted, or none is kept.</param>
public sealed record KnownProject(ProjectKey Key, ProjectPin? Pin, bool Enrolled, int Templates, DateTimeOffset? LastSeen, string? LastReason);

/// <summary>A path that belongs to a project: no other is granted a token under it before an administrator hands it over.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="Path">The path, its ASCII letters in lower case.</param>
/// <param name="ProjectId">The project that it belongs to.</param>
/// <param name="CurrentPath">Where that project is now, as its pin says.</param>
public sealed record BurnedPath(string Issuer, string Path, string ProjectId, string? CurrentPath);

/// <summary>A path, and a place in a list of paths.</summary>
public sealed record PathKey(string Issuer, string Path);
