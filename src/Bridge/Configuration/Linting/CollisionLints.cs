using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>
/// Pairs of jobs that a relying party should tell apart and that can come with one subject. <see cref="Shape"/> says when; each
/// template that makes it possible by itself is told so by <c>no_immutable_id</c>. Told here is what takes two:
/// <list type="bullet">
/// <item>Two templates, where a path comes from one project to another. Templates of groups, issuer and instance are found by
/// the path, so with one path both projects have the same: one of the two must be a project's own. Every pair that is told was
/// tried: two projects, a path and a relying party for which these two are in force.</item>
/// <item>A fork and its parent, on a GitLab before 18.2.2: there <c>project_*</c> names the parent for both, and no claim says
/// whose code runs. So it is wherever forks are let in by <c>pipeline_source</c> alone.</item>
/// </list>
/// </summary>
internal sealed class CollisionLints(Linted linted, IEnumerable<SubTemplate> templates)
{
    /// <summary>So many partners of one template are tried; more would make the work grow with the square of the templates.</summary>
    private const int MostPartners = 64;

    // No claim of these is older than GitLab 18.3, so a template that always names one refuses the jobs of an older one.
    private static readonly string[] NewerClaims =
        [.. GitLabClaims.All.Select(claim => claim.Name).Where(name => name.StartsWith("source_", StringComparison.Ordinal) || name.StartsWith("job_project_", StringComparison.Ordinal) || name.StartsWith("job_namespace_", StringComparison.Ordinal)), "job_source"];

    private readonly ImmutableArray<SubTemplate> withoutId = [.. templates.Where(IsWithoutId).OrderBy(template => template.Level)];

    private readonly string elsewhere = Elsewhere(linted);

    public IEnumerable<LintFinding> Find()
    {
        // Templates of one shape collide most easily; the others are tried after them.
        var alike = withoutId.Where(template => template.Level == TemplateLevel.Project).ToLookup(template => (template.Issuer, Shape.Shortest(template).ToString()));
        foreach (var template in withoutId)
        {
            var partners = alike[(template.Issuer, Shape.Shortest(template).ToString())].Take(MostPartners).Concat(withoutId.Take(MostPartners));
            if (partners.Select(other => (other.Id, Common: Try(template, other))).FirstOrDefault(tried => tried.Common is not null) is (var partner, { } common))
                yield return Finding(template, $"where the path of one project comes to another, {partner} gives the same sub to the other: {common.Shape}, for {common.RelyingParty}");
        }

        foreach (var template in templates.Where(template => template.Always("pipeline_source") && !NewerClaims.Any(template.Always)))
        {
            if (linted.LetsForksIn(template) && linted.IssuersOf(template).Any(issuer => issuer.Issuer.ForkPipelines == ForkPipelines.Assume))
                yield return Finding(template, "on a GitLab before 18.2.2 a fork's merge request gets the very sub of the project's own, for no claim tells them apart");
        }
    }

    // Two projects to which two templates can give one subject, one after the other: what it names, and for which relying party.
    private Collision? Try(SubTemplate one, SubTemplate other)
    {
        if (one.Level != TemplateLevel.Project)
            return other.Level == TemplateLevel.Project ? Try(other, one) : null;
        if ((other.Issuer is not null && other.Issuer != one.Issuer) || one.ProjectId == other.ProjectId || Common(one, other) is not { } shape)
            return null;
        var (first, second) = (one.ProjectId!, other.ProjectId ?? (one.ProjectId == "1" ? "2" : "1"));
        var group = other.Group ?? elsewhere;
        var others = linted.Served(other);
        return linted.Served(one)
            .FirstOrDefault(party => others.Any(served => served.Id == party.Id) && IsInForce(one, first, party) && IsInForce(other, second, party)) is { } party
            ? new Collision(party.Id, shape)
            : null;

        bool IsInForce(SubTemplate template, string project, RelyingParty party) =>
            EffectiveTemplate.Of(one.Issuer!, project, group, party.Id, linted.Find) == template;
    }

    /// <summary>Whether jobs of two projects can get one subject from it, or from it and another such.</summary>
    public static bool IsWithoutId(SubTemplate template)
    {
        var shape = Shape.Shortest(template);
        return template.AsItCame || !(shape.Identifies(fork: false) || shape.Has("job_id") || shape.Has("pipeline_id"));
    }

    // What GitLab makes can be any list of its own components that begins with the path.
    private static Shape? Common(SubTemplate one, SubTemplate other) => (one.AsItCame, other.AsItCame) switch
    {
        (false, false) => Shape.Common(one, other),
        (true, true) => new Shape(["project_path"]),
        _ => Shape.Shortest(one.AsItCame ? other : one) is var shape && shape.Names[0] == "project_path" && shape.Names.All(GitLabTexts.Known.Contains) ? shape : null,
    };

    // A group that no template is for.
    private static string Elsewhere(Linted linted)
    {
        var groups = linted.Templates.Select(template => ProjectPaths.Fold(template.Group ?? "").Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(0, int.MaxValue).Select(number => $"group{number}").First(name => !groups.Contains(name));
    }

    private static LintFinding Finding(SubTemplate template, string message) =>
        new(LintRules.SubjectCollision, LintPlace.Template(template.Id, template.AsItCame ? "as_it_came" : "components"), message);

    private sealed record Collision(string RelyingParty, Shape Shape);
}
