using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>
/// How short and how long the subjects of a template are, in bytes, under a prefix. GitLab's ids are 64-bit and have 19 digits
/// at most, its own words 64 letters at most; a path, a ref or a name that a user chose can be longer than any subject.
/// </summary>
/// <param name="Shortest">No subject is shorter.</param>
/// <param name="Longest">No subject is longer; null where nothing bounds it.</param>
/// <param name="Leading">The longest that the prefix and the leading component can be, which a digest leaves whole; null likewise.</param>
/// <param name="ShortestLeading">The shortest that they can be.</param>
internal sealed record SubjectExtent(int Shortest, int? Longest, int? Leading, int ShortestLeading)
{
    /// <summary>What a digest puts behind the leading component.</summary>
    public const int Digest = 8 + 43;

    private const int Id = 19;
    private const int Word = 64;
    private const int Sha256Hex = 64;

    private static readonly ImmutableDictionary<string, (int Shortest, int? Longest)> Values = new Dictionary<string, (int, int?)>
    {
        ["project_path"] = (3, null),
        ["job_project_path"] = (3, null),
        ["source_project_path"] = (3, null),
        ["namespace_path"] = (1, null),
        ["job_namespace_path"] = (1, null),
        ["source_namespace_path"] = (1, null),
        ["ref"] = (1, null),
        ["ref_path"] = (1, null),
        ["environment"] = (1, null),
        ["ci_config_ref_uri"] = (1, null),
        ["user_login"] = (1, null),
        ["user_email"] = (1, null),
        ["ref_type"] = (3, 6),
        ["ref_protected"] = (4, 5),
        ["environment_protected"] = (4, 5),
        ["sha"] = (40, Sha256Hex),
        ["ci_config_sha"] = (40, Sha256Hex),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The extent under a prefix; where the project's path is known, with that path.</summary>
    public static SubjectExtent Of(SubTemplate template, string prefix, string? path = null)
    {
        var (shortest, longest) = (prefix.Length - 1, (int?)(prefix.Length - 1));
        var (leading, shortestLeading) = ((int?)null, 0);
        foreach (var (component, index) in template.Components.Select((component, index) => (component, index)))
        {
            var (least, most) = Value(component.Claim, path);
            if (Shape.IsAlwaysThere(component, template))
                shortest += component.Claim.Length + 2 + least;
            longest += component.Claim.Length + 2 + most;
            if (index == 0)
                (leading, shortestLeading) = (longest, shortest);
        }

        return new(shortest, longest, leading, shortestLeading);
    }

    private static (int Shortest, int? Longest) Value(string claim, string? path)
    {
        if (path is not null && claim == "project_path")
            return (Subject.Escaped(path).Length, Subject.Escaped(path).Length);
        if (Values.TryGetValue(claim, out var known))
            return known;
        return GitLabClaims.Find(claim) is { Immutable: true } || claim.EndsWith("_id", StringComparison.Ordinal) ? (1, Id) : (1, Word);
    }
}
