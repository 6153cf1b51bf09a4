namespace Bridge.Configuration.History;

/// <summary>Which entries of the change log are asked for; what is null leaves all.</summary>
/// <param name="Author">Exactly this author.</param>
/// <param name="Section">Those that touched a thing of this section.</param>
/// <param name="Id">With a section, those that touched this thing.</param>
/// <param name="Since">Those of this time and later.</param>
/// <param name="Until">Those before this time.</param>
public sealed record ChangeFilter(string? Author = null, string? Section = null, string? Id = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null);
