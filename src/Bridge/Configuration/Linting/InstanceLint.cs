using System.Collections.Immutable;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;

namespace Bridge.Configuration.Linting;

/// <summary>One finding as people and programs read it.</summary>
/// <param name="Severity">What it would mean for a write.</param>
/// <param name="Code">The stable code; <c>invalid</c> for a mistake of form or reference.</param>
/// <param name="Path">Where it stands.</param>
/// <param name="Message">The case at hand.</param>
/// <param name="Explanation">Why it matters; null for a mistake, whose message says all.</param>
/// <param name="Remedy">What to do about it; null likewise.</param>
public sealed record LintLine(Severity Severity, string Code, string Path, string Message, string? Explanation, string? Remedy)
{
    internal static LintLine Of(Severity severity, string? code, string path, string message)
    {
        var rule = LintRules.Find(code);
        return new(severity, code ?? "invalid", path, message, rule?.Explanation, rule?.Remedy);
    }
}

/// <summary>Looks through everything that is stored: also for what was written before there was a rule against it.</summary>
public static class InstanceLint
{
    /// <summary>All findings, errors first, each group in the order of its paths.</summary>
    /// <param name="store">Where the configuration is kept.</param>
    /// <param name="compiler">What reads it.</param>
    /// <param name="paths">Paths that projects are known to have had; with them lengths are told exactly.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<ImmutableArray<LintLine>> FindAsync(IConfigurationStore store, ConfigurationCompiler compiler, ImmutableArray<KnownPath> paths, CancellationToken ct)
    {
        var stored = await Stored.ReadAsync(store, ct);
        var compilation = compiler.Lint(new Candidate(
            stored.Source, stored.Source, stored.ProjectTemplates, stored.Enrolled, ImmutableDictionary<string, Node.Map>.Empty, ImmutableDictionary<EnrolledProject, int>.Empty)
        {
            KnownPaths = paths,
        });
        return
        [
            .. compilation.Mistakes.Select(mistake => LintLine.Of(Severity.Error, mistake.Code, mistake.Path, mistake.Message)).OrderBy(line => line.Path, StringComparer.Ordinal),
            .. compilation.Warnings.Select(warning => LintLine.Of(Severity.Warning, warning.Code, warning.Path, warning.Message)).OrderBy(line => line.Path, StringComparer.Ordinal),
        ];
    }
}
