namespace Bridge.GitLab;

/// <summary>
/// Paths of projects and groups. GitLab holds two paths that differ only in ASCII case for the same one, so paths are kept
/// folded where the question is who owns one, and as they came where a rule compares them.
/// </summary>
public static class ProjectPaths
{
    /// <summary>The path with its ASCII letters in lower case.</summary>
    public static string Fold(string path) => !path.AsSpan().ContainsAnyInRange('A', 'Z') ? path : string.Create(path.Length, path, static (folded, path) =>
    {
        for (var i = 0; i < path.Length; i++)
            folded[i] = char.IsAsciiLetterUpper(path[i]) ? (char)(path[i] | 0x20) : path[i];
    });

    /// <summary>Whether a path is within a group, at any depth.</summary>
    public static bool IsWithin(string path, string group)
    {
        var (folded, start) = (Fold(path), Fold(group));
        return folded.Length > start.Length && folded[start.Length] == '/' && folded.StartsWith(start, StringComparison.Ordinal);
    }

    /// <summary>The path without its last segment; empty for one of a single segment.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>Whether a text is a project's id as GitLab counts them.</summary>
    public static bool IsId(string text) => text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit) && text[0] != '0';

    /// <summary>Whether a text can be the full path of a group.</summary>
    public static bool IsGroup(string text) => text.Split('/').All(segment => segment.Length > 0 && !segment.Any(char.IsWhiteSpace) && !segment.Contains('*', StringComparison.Ordinal));
}
