using System.Text;
using System.Text.RegularExpressions;

namespace Bridge.Policies;

/// <summary>
/// A pattern over a whole value: <c>*</c> is any run without <c>/</c>, <c>**</c> is one whole segment or more, all else is
/// literal. It is compiled once, into an automaton that takes time linear in the value.
/// </summary>
public sealed class Glob
{
    /// <summary>Nobody writes a longer one, and its automaton would cost memory.</summary>
    private const int LongestPattern = 1024;

    private readonly Regex automaton;

    private Glob(string pattern, Regex automaton) => (Pattern, this.automaton) = (pattern, automaton);

    /// <summary>The pattern as it was written.</summary>
    public string Pattern { get; }

    /// <summary>Whether the pattern begins with a wildcard.</summary>
    public bool BeginsWithWildcard => Pattern.StartsWith('*');

    /// <summary>Compiles a pattern. <paramref name="mistake"/> says what is wrong where this gives null.</summary>
    public static Glob? Parse(string pattern, out string? mistake)
    {
        mistake = pattern.Length == 0 ? "a pattern cannot be empty"
            : pattern.Length > LongestPattern ? $"a pattern has at most {LongestPattern} characters"
            : null;
        var expression = new StringBuilder(@"\A");
        foreach (var (segment, index) in pattern.Split('/').Select((segment, index) => (segment, index)))
        {
            expression.Append(index == 0 ? "" : "/");
            if (segment == "**")
                expression.Append("[^/]+(?:/[^/]+)*");
            else if (segment.Contains("**", StringComparison.Ordinal))
                mistake = "** stands for whole segments: write it alone between slashes";
            else
                expression.AppendJoin("[^/]*", segment.Split('*').Select(Regex.Escape));
        }

        return mistake is null ? new Glob(pattern, new Regex(expression.Append(@"\z").ToString(), RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout)) : null;
    }

    public bool Matches(string value) => automaton.IsMatch(value);
}
