using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Linting;
using Bridge.GitLab;
using Bridge.Server.Hosting;
using Bridge.Storage.Projects;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Subjects;

/// <summary>The templates that can count for the projects that a page shows, read at once for all of them.</summary>
internal sealed class TemplatesInView
{
    private const int Most = 1000;

    /// <summary>Asks for what counts at a relying party that no template names: no id is empty.</summary>
    public const string AnyRelyingParty = "";

    private readonly ConfigurationInForce inForce;
    private readonly Dictionary<TemplateScope, SubTemplate> ofProjects;
    private readonly ILookup<string, LintLine> findings;

    private TemplatesInView(ConfigurationInForce inForce, ImmutableArray<SubTemplate> templates, ILookup<string, LintLine> findings)
    {
        (this.inForce, this.findings) = (inForce, findings);
        ofProjects = templates.ToDictionary(TemplateScope.Of);
    }

    /// <summary>Reads them; a path that is known of a project makes what is said of lengths exact.</summary>
    public static async Task<TemplatesInView> ReadAsync(Engine engine, IEnumerable<ProjectKey> projects, ImmutableArray<KnownPath> paths, CancellationToken ct)
    {
        var source = await engine.Database.Configuration.ReadAsync(ct);
        var templates = ImmutableArray.CreateBuilder<SubTemplate>();
        foreach (var issuer in projects.GroupBy(project => project.Issuer, project => project.ProjectId))
            templates.AddRange(await engine.Database.Things.ListTemplatesAsync(new(TemplateLevel.Project, Within: new Reach.Projects(issuer.Key, [.. issuer])), null, Most, ct));
        return new(await engine.Configurations.CurrentAsync(ct), templates.ToImmutable(), TemplateLint.Find(source, templates.ToImmutable(), paths, engine.Compiler));
    }

    /// <summary>The template of a scope, or null.</summary>
    public SubTemplate? Find(TemplateScope scope) => scope.Level == TemplateLevel.Project ? ofProjects.GetValueOrDefault(scope) : inForce.FindTemplate(scope);

    /// <summary>The template that counts for a project, and how many it has of its own for single relying parties.</summary>
    public (SubTemplate InForce, int ForSingle) Of(ProjectKey project, string? path) => (
        EffectiveTemplate.Of(project.Issuer, project.ProjectId, ProjectPaths.Parent(path ?? ""), AnyRelyingParty, Find),
        ofProjects.Keys.Count(scope => scope.Issuer == project.Issuer && scope.Name == project.ProjectId && scope.RelyingParty is not null));

    /// <summary>What the linter says of a template by itself.</summary>
    public ImmutableArray<LintLine> Findings(SubTemplate template) => [.. findings[template.Id].Where(line => line.Code != LintRules.SubjectCollision.Code)];
}
