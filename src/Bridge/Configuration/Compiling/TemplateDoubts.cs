using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>One doubt about a template, by its stable code.</summary>
internal sealed record TemplateDoubt(string Code, string Message);

/// <summary>What is allowed in one template, and still worth a warning.</summary>
internal static class TemplateDoubts
{
    public static IEnumerable<TemplateDoubt> Of(SubTemplate template)
    {
        if (template.Names("ref") && !template.Names("ref_type"))
            yield return new("ref_without_ref_type", "a branch and a tag of one name give the same sub: add ref_type");
        if (template.Components.Any(component => component.Omit))
            yield return new("subject_can_shrink", $"the shortest sub is {Shortest(template)}; whoever matches its beginning takes every job that lacks the rest");
        foreach (var claim in template.Components.Select(component => GitLabClaims.Find(component.Claim)).OfType<GitLabClaim>())
        {
            if (claim.UserChosen)
                yield return new("user_chosen_claim", $"a user can change {claim.Name} at will");
            if (claim.PerJob)
                yield return new("per_job_claim", $"{claim.Name} is another one in every pipeline, job or commit, so no two subs are alike");
        }
    }

    /// <summary>What is left of a subject when everything that can be left out is.</summary>
    public static string Shortest(SubTemplate template) =>
        string.Join(':', template.Components.Where(component => !component.Omit).Select(component => component.Claim + ":…"));
}
