using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>Something wrong with a template, and the member at fault.</summary>
internal sealed record TemplateFault(string Member, string Message);

/// <summary>What must hold within one template, beside what the linter says of its components.</summary>
internal static class TemplateCheck
{
    public static IEnumerable<TemplateFault> Faults(SubTemplate template) => Scope(template).Concat(Form(template));

    private static IEnumerable<TemplateFault> Scope(SubTemplate template)
    {
        if (template.Id == SubTemplate.Default.Id)
            yield return new("id", $"{template.Id} is the name of what holds where no template stands");
        if (template is { Group: not null, ProjectId: not null })
            yield return new("group", "cannot stand beside project_id");
        if (template is { Issuer: null, Level: TemplateLevel.Group or TemplateLevel.Project })
            yield return new("issuer", "is missing: a group or project is known within its issuer");
        if (template.ProjectId is { } id && !ProjectPaths.IsId(id))
            yield return new("project_id", "must be GitLab's numeric id of the project");
        if (template.Group is { } group && !ProjectPaths.IsGroup(group))
            yield return new("group", "must be the full path of a group, such as my-group/sub");
    }

    private static IEnumerable<TemplateFault> Form(SubTemplate template)
    {
        if (template.AsItCame && !template.Components.IsEmpty)
            yield return new("components", "cannot stand beside as_it_came");
        if (template is { AsItCame: true, Overflow: Overflow.Digest })
            yield return new("overflow", "cannot be digest beside as_it_came");
    }
}
