using System.Collections.Immutable;
using Bridge.Configuration.Linting;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>The whole configuration as a change would leave it.</summary>
/// <param name="Before">What is stored now.</param>
/// <param name="After">What would be stored.</param>
/// <param name="ProjectTemplates">The templates of single projects, as they would be.</param>
/// <param name="Enrolled">The enrolled projects, as they would be.</param>
/// <param name="Written">The nodes that templates were read from, by their ids, for the lines of mistakes.</param>
/// <param name="EnrolledLines">The lines that enrolled projects stand at.</param>
public sealed record Candidate(
    ConfigurationSource Before,
    ConfigurationSource After,
    ImmutableArray<SubTemplate> ProjectTemplates,
    ImmutableArray<EnrolledProject> Enrolled,
    ImmutableDictionary<string, Node.Map> Written,
    ImmutableDictionary<EnrolledProject, int> EnrolledLines)
{
    /// <summary>Paths that projects are known to have had, for what the linter says of lengths.</summary>
    public ImmutableArray<KnownPath> KnownPaths { get; init; } = [];
}
