using Bridge.GitLab;

namespace Bridge.Subjects;

/// <summary>The key that a template is found by within its level.</summary>
/// <param name="Level">The level.</param>
/// <param name="Issuer">The issuer's id, or null for the instance.</param>
/// <param name="Name">A group's folded full path, a project's id, or null.</param>
/// <param name="RelyingParty">The relying party's id, or null for all.</param>
public readonly record struct TemplateScope(TemplateLevel Level, string? Issuer, string? Name, string? RelyingParty)
{
    /// <summary>The scope of <paramref name="template"/>.</summary>
    public static TemplateScope Of(SubTemplate template) =>
        new(template.Level, template.Issuer, template.Group is { } group ? ProjectPaths.Fold(group) : template.ProjectId, template.RelyingParty);

    /// <summary>The scope as people call it: <c>group my-group/sub for deploy</c>.</summary>
    public string Words => Level switch
    {
        TemplateLevel.Project => $"project {Name}",
        TemplateLevel.Group => $"group {Name}",
        TemplateLevel.Issuer => $"issuer {Issuer}",
        _ => "instance",
    } + (RelyingParty is null ? "" : $" for {RelyingParty}");

    /// <summary>All scopes that cover a project, nearest first; with a relying party before without, at each level.</summary>
    public static IEnumerable<TemplateScope> Covering(string issuer, string projectId, string namespacePath, string relyingParty)
    {
        foreach (var scope in Levels(issuer, projectId, namespacePath))
        {
            yield return scope with { RelyingParty = relyingParty };
            yield return scope;
        }
    }

    private static IEnumerable<TemplateScope> Levels(string issuer, string projectId, string namespacePath)
    {
        yield return new(TemplateLevel.Project, issuer, projectId, null);
        for (var group = ProjectPaths.Fold(namespacePath); group.Length > 0; group = ProjectPaths.Parent(group))
            yield return new(TemplateLevel.Group, issuer, group, null);
        yield return new(TemplateLevel.Issuer, issuer, null, null);
        yield return new(TemplateLevel.Instance, null, null, null);
    }
}
