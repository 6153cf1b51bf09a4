using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Refusals;

namespace Bridge.Subjects;

/// <summary>Finds the template that counts for a job and a relying party.</summary>
public static class EffectiveTemplate
{
    private static readonly string[][] ForkNeeds = [["job_project_id", "job_project_path"], ["project_id", "project_path"]];

    /// <summary>
    /// The template in force: of all that cover the project, the nearest; but where one is locked, nothing nearer than the
    /// farthest lock. <paramref name="find"/> gives the template of a scope, or null.
    /// </summary>
    public static SubTemplate Of(string issuer, string projectId, string namespacePath, string relyingParty, Func<TemplateScope, SubTemplate?> find)
    {
        SubTemplate? effective = null;
        foreach (var scope in TemplateScope.Covering(issuer, projectId, namespacePath, relyingParty))
        {
            if (find(scope) is { } template && (effective is null || template.Locked))
                effective = template;
        }

        return effective ?? SubTemplate.Default;
    }

    /// <summary>
    /// The template for a job. No template of a fork applies to its jobs: that of the project in which the job runs does,
    /// and it must name both projects, so that no fork's subject is ever one of the parent's own.
    /// </summary>
    public static Outcome<SubTemplate> For(JobFacts facts, RelyingParty relyingParty, Func<TemplateScope, SubTemplate?> find)
    {
        var (projectId, namespacePath) = Asked(facts);
        var template = Of(facts.Issuer.Id, projectId, namespacePath, relyingParty.Id, find);
        if (facts.Fork && ForkLack(template, facts) is { } lack)
            return new Refused(Reason.ForkTemplateMissing, Expected: lack, Actual: template.Id);
        return relyingParty.RequiredComponents.FirstOrDefault(claim => !template.Always(claim)) is { } missing
            ? new Refused(Reason.TemplateTooWeak, missing, string.Join(", ", relyingParty.RequiredComponents), template.Id)
            : template;
    }

    /// <summary>The project whose templates are asked for a job: for a fork's, the one that it runs in.</summary>
    internal static (string ProjectId, string NamespacePath) Asked(JobFacts facts) => facts is { Fork: true, JobProjectId: { } running }
        ? (running, facts.Claims.Text("job_namespace_path") ?? ProjectPaths.Parent(facts.Claims.Text("job_project_path") ?? ""))
        : (facts.ProjectId, facts.Claims.Text("namespace_path") ?? "");

    /// <summary>Whether every subject of a template names the project whose code runs and the one that it runs in, as a fork's must.</summary>
    internal static bool NamesBothProjects(SubTemplate template) => Unnamed(template) is null;

    private static string? ForkLack(SubTemplate template, JobFacts facts) => facts.JobProjectId is null
        ? template.Always("pipeline_source") ? null : "pipeline_source"
        : Unnamed(template) is { } lack ? string.Join(" or ", lack) : null;

    // The claims that name the one of the two projects that some subject does not name.
    private static string[]? Unnamed(SubTemplate template) => ForkNeeds.FirstOrDefault(need => !need.Any(template.Always));
}
