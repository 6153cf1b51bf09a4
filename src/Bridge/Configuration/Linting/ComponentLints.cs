using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Linting;

/// <summary>What can be wrong with, or doubtful about, the components of one template.</summary>
internal static class ComponentLints
{
    private static readonly string[] NeverOmitted = ["ref", "ref_type", "ref_protected"];

    public static IEnumerable<LintFinding> Of(SubTemplate template, bool forks) =>
        template.AsItCame ? AsItCame(template)
        : template.Components.IsEmpty ? [Finding(LintRules.NoComponents, template, null, "is missing: name at least the project")]
        : template.Components.SelectMany((component, index) => Component(template, component, index)).Concat(Whole(template, forks));

    private static IEnumerable<LintFinding> Component(SubTemplate template, SubComponent component, int index)
    {
        var claim = component.Claim;
        if (claim.Length == 0)
            yield break;
        if (!GitLabClaims.IsComponent(claim))
            yield return Finding(LintRules.UnknownClaim, template, index, $"{claim} is no claim that a sub can be built of");
        else if (index == 0 && !GitLabTexts.Leading.Contains(claim))
            yield return Finding(LintRules.FirstElement, template, index, $"the first must name the project: {string.Join(", ", GitLabTexts.Leading)}");
        if (template.Components.Take(index).Any(earlier => earlier.Claim == claim))
            yield return Finding(LintRules.DuplicateClaim, template, index, $"{claim} stands twice");
        if (component.Omit && (index == 0 || NeverOmitted.Contains(claim)))
            yield return Finding(LintRules.NeverOmitted, template, index, index == 0 ? "the first can never be omitted" : $"{claim} can never be omitted");
    }

    private static IEnumerable<LintFinding> Whole(SubTemplate template, bool forks)
    {
        var shortest = Shape.Shortest(template);
        if (shortest.Has("ref") && !shortest.Has("ref_type") && !shortest.Has("ref_path"))
            yield return Finding(LintRules.RefWithoutRefType, template, null, "a branch and a tag of one name give the same sub: add ref_type");
        if (!shortest.Identifies(fork: false))
            yield return Finding(LintRules.NoImmutableId, template, null, "no component names the project for good: its path can come to another project, and its sub with it");
        else if (forks && EffectiveTemplate.NamesBothProjects(template) && !(shortest.Identifies(fork: true) && shortest.Has("job_project_id")))
            yield return Finding(LintRules.NoImmutableId, template, null, "forks are let in, and the fork or its parent is named by a path alone, which can come to another project, and the sub with it");
        if (!template.Components.All(component => Shape.IsAlwaysThere(component, template)))
            yield return Finding(LintRules.SubjectCanShrink, template, null, $"the shortest sub is {shortest}; whoever matches its beginning takes every job that lacks the rest");
        foreach (var claim in template.Components.Select(component => GitLabClaims.Find(component.Claim)).OfType<GitLabClaim>())
        {
            if (claim.UserChosen)
                yield return Finding(LintRules.UserChosenClaim, template, null, $"a user can change {claim.Name} at will");
            if (claim.PerJob)
                yield return Finding(LintRules.PerJobClaim, template, null, $"{claim.Name} is another one in every pipeline, job or commit, so no two subs are alike");
        }
    }

    // GitLab's maintainers choose these components, and GitLab leaves out what a job lacks without a word.
    private static IEnumerable<LintFinding> AsItCame(SubTemplate template)
    {
        yield return new(LintRules.NoImmutableId, LintPlace.Template(template.Id, "as_it_came"), "a project's maintainers choose in GitLab what the sub names; its default is the path, which can come to another project");
        yield return new(LintRules.SubjectCanShrink, LintPlace.Template(template.Id, "as_it_came"), "GitLab leaves out what a job lacks; whoever matches the beginning of a sub takes every job that lacks the rest");
    }

    private static LintFinding Finding(LintRule rule, SubTemplate template, int? index, string message) =>
        new(rule, LintPlace.Template(template.Id, "components", index), message);
}
