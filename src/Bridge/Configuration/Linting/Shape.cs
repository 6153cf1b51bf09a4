using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>
/// The names that stand in a subject, in their order. Names and values alternate between colons and no value has a colon, so
/// two subjects are equal only where their shapes are, and the values at each name.
/// </summary>
/// <remarks>
/// From that follows which jobs can share a subject. A path belongs to one project at a time, but over time to several. An id
/// of a project belongs to one for good. So two jobs of different projects can share a subject exactly where some shape has no
/// id of the project whose code runs: <c>project_id</c> or <c>source_project_id</c>, which GitLab holds equal, or
/// <c>job_project_id</c>, which is that same id unless the job is a fork's. <c>namespace_id</c> does not help: a project can
/// follow another within one group. <c>job_id</c> and <c>pipeline_id</c> would, but who matches the beginning of a subject does
/// not see them. The prefix of the issuer keeps issuers apart, and of a subject that ends in its digest the digest takes the
/// place of the rest.
/// </remarks>
internal sealed record Shape(ImmutableArray<string> Names)
{
    private static readonly string[] FamilyEnds = ["_project_id", "_project_path", "_namespace_id", "_namespace_path"];

    /// <summary>The shortest shape of a template: what may be left out is, save claims that every token has.</summary>
    public static Shape Shortest(SubTemplate template) => new([.. template.Components.Where(component => IsAlwaysThere(component, template)).Select(component => component.Claim)]);

    /// <summary>
    /// Whether the component stands in every subject: it is not left out, or every token has the claim, or the template always
    /// names another claim that GitLab gives only together with it.
    /// </summary>
    public static bool IsAlwaysThere(SubComponent component, SubTemplate template) => !component.Omit
        || JobCheck.RequiredClaims.Contains(component.Claim)
        || template.Components.Any(other => !other.Omit && ComesWith(component.Claim, other.Claim));

    /// <summary>Whether the id of the project is in it; for a fork's job, of the fork.</summary>
    public bool Identifies(bool fork) => Has("project_id") || Has("source_project_id") || (!fork && Has("job_project_id"));

    public bool Has(string claim) => Names.Contains(claim);

    /// <summary>
    /// The least shape that both templates can have, or null. Every shape of one has its shortest in it, so a shape of both has
    /// both; and where one order suits both, those names alone are a shape of both.
    /// </summary>
    public static Shape? Common(SubTemplate one, SubTemplate other)
    {
        var needed = Shortest(one).Names.Union(Shortest(other).Names).ToHashSet(StringComparer.Ordinal);
        var given = needed.ToArray();
        needed.UnionWith(one.Components.Concat(other.Components).Select(component => component.Claim).Where(claim => given.Any(name => ComesWith(claim, name))));
        ImmutableArray<string> Of(SubTemplate template) => [.. template.Components.Select(component => component.Claim).Where(needed.Contains)];
        var (mine, theirs) = (Of(one), Of(other));
        return mine.Length == needed.Count && mine.SequenceEqual(theirs) ? new Shape(mine) : null;
    }

    // GitLab gives all four claims of the project that a job runs in, or none, and so with those of the source project, which are
    // newer: where they are, the others are.
    private static bool ComesWith(string claim, string other) =>
        (Family(claim), Family(other)) is (not null, not null) and var (family, given) && (family == given || (family, given) == ("job", "source"));

    private static string? Family(string claim) =>
        FamilyEnds.FirstOrDefault(end => claim.EndsWith(end, StringComparison.Ordinal)) is { } end ? claim[..^end.Length] : null;

    public override string ToString() => string.Join(':', Names.Select(name => name + ":…"));
}
