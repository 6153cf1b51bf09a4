using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>Something about a template: the member at fault, and for a component its number.</summary>
internal sealed record TemplateFault(string Member, int? Component, string Message);

/// <summary>What must hold within one template.</summary>
internal static class TemplateCheck
{
    private static readonly string[] Leading =
        ["project_path", "project_id", "job_project_path", "job_project_id", "source_project_path", "source_project_id"];

    private static readonly string[] NeverOmitted = ["ref", "ref_type", "ref_protected"];

    public static IEnumerable<TemplateFault> Faults(SubTemplate template) => Scope(template).Concat(Form(template)).Concat(Components(template));

    private static IEnumerable<TemplateFault> Scope(SubTemplate template)
    {
        if (template.Id == SubTemplate.Default.Id)
            yield return new("id", null, $"{template.Id} is the name of what holds where no template stands");
        if (template is { Group: not null, ProjectId: not null })
            yield return new("group", null, "cannot stand beside project_id");
        if (template is { Issuer: null, Level: TemplateLevel.Group or TemplateLevel.Project })
            yield return new("issuer", null, "is missing: a group or project is known within its issuer");
        if (template.ProjectId is { } id && !ProjectPaths.IsId(id))
            yield return new("project_id", null, "must be GitLab's numeric id of the project");
        if (template.Group is { } group && !ProjectPaths.IsGroup(group))
            yield return new("group", null, "must be the full path of a group, such as my-group/sub");
    }

    private static IEnumerable<TemplateFault> Form(SubTemplate template)
    {
        if (template.AsItCame && !template.Components.IsEmpty)
            yield return new("components", null, "cannot stand beside as_it_came");
        if (template is { AsItCame: true, Overflow: Overflow.Digest })
            yield return new("overflow", null, "cannot be digest beside as_it_came");
        if (!template.AsItCame && template.Components.IsEmpty)
            yield return new("components", null, "is missing: name at least the project");
    }

    private static IEnumerable<TemplateFault> Components(SubTemplate template)
    {
        foreach (var (component, index) in template.Components.Select((component, index) => (component, index)))
        {
            var claim = component.Claim;
            if (claim.Length == 0)
                continue;
            if (!GitLabClaims.IsComponent(claim))
                yield return new("components", index, $"{claim} is no claim that a sub can be built of");
            else if (index == 0 && !Leading.Contains(claim))
                yield return new("components", index, $"the first must name the project: {string.Join(", ", Leading)}");
            if (template.Components.Take(index).Any(earlier => earlier.Claim == claim))
                yield return new("components", index, $"{claim} stands twice");
            if (component.Omit && (index == 0 || NeverOmitted.Contains(claim)))
                yield return new("components", index, index == 0 ? "the first can never be omitted" : $"{claim} can never be omitted");
        }
    }
}
