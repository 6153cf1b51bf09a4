using System.Collections.Immutable;
using Bridge.Configuration.Compiling;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>
/// Looks through some templates as fast as a page needs it that shows them, or that somebody types one on: beside them only the templates of
/// groups, issuers and the instance are known. What takes the templates of other projects to be seen, <see cref="InstanceLint"/> tells.
/// </summary>
public static class TemplateLint
{
    /// <summary>What the linter finds in templates, by their ids: errors first.</summary>
    /// <param name="source">What is stored, but for projects' own templates.</param>
    /// <param name="templates">The templates of projects that are looked at; one of another level stands in the place of the stored one with its id.</param>
    /// <param name="paths">Paths that their projects are known to have had; with them lengths are told exactly.</param>
    /// <param name="compiler">What reads the configuration.</param>
    public static ILookup<string, LintLine> Find(ConfigurationSource source, ImmutableArray<SubTemplate> templates, ImmutableArray<KnownPath> paths, ConfigurationCompiler compiler)
    {
        var (own, others) = (templates.Where(template => template.Level == TemplateLevel.Project), templates.Where(template => template.Level != TemplateLevel.Project).ToList());
        var after = source with { Templates = [.. source.Templates.Where(stored => templates.All(template => template.Id != stored.Id)), .. others] };
        var compilation = compiler.Lint(new Candidate(source, after, [.. own], [], ImmutableDictionary<string, Node.Map>.Empty, ImmutableDictionary<EnrolledProject, int>.Empty) { KnownPaths = paths });
        return compilation.Mistakes.Select(mistake => LintLine.Of(Severity.Error, mistake.Code, mistake.Path, mistake.Message))
            .Concat(compilation.Warnings.Select(warning => LintLine.Of(Severity.Warning, warning.Code, warning.Path, warning.Message)))
            .Where(line => line.Path.StartsWith(Place, StringComparison.Ordinal))
            .ToLookup(line => line.Path[Place.Length..line.Path.IndexOf(']', StringComparison.Ordinal)], StringComparer.Ordinal);
    }

    private const string Place = "sub_components[";
}
