using System.Collections.Immutable;
using Bridge.Configuration.Linting;

namespace Bridge.Server.Admin.Lint;

/// <summary>All findings of one code.</summary>
internal sealed record LintGroup(Severity Severity, string Code, string? Explanation, string? Remedy, ImmutableArray<LintLine> Lines)
{
    /// <summary>How many there are, in words.</summary>
    public string Count => $"{Lines.Length} {(Severity == Severity.Error ? "error" : "warning")}{(Lines.Length == 1 ? "" : "s")}";

    /// <summary>The findings by code, errors first, then the code with the most.</summary>
    public static ImmutableArray<LintGroup> Of(IEnumerable<LintLine> lines) =>
    [
        .. lines.GroupBy(line => line.Code, StringComparer.Ordinal).Select(group => new LintGroup(group.First().Severity, group.Key, group.First().Explanation, group.First().Remedy, [.. group]))
            .OrderByDescending(group => group.Severity).ThenByDescending(group => group.Lines.Length).ThenBy(group => group.Code, StringComparer.Ordinal),
    ];
}
