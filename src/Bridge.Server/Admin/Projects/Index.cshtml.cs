using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Linting;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.Subjects;
using Bridge.Server.Hosting;
using Bridge.Storage.Projects;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Projects;

/// <summary>A project in the list.</summary>
/// <param name="Project">What is kept of it.</param>
/// <param name="InForce">The template that counts for it where no relying party has one of its own.</param>
/// <param name="ForSingle">How many it has for single relying parties.</param>
/// <param name="Findings">What the linter says of the template.</param>
internal sealed record ProjectLine(KnownProject Project, SubTemplate InForce, int ForSingle, ImmutableArray<LintLine> Findings);

/// <summary>The projects that Bridge keeps something of, searched by path or id.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    private const int PerPage = 50;

    public string? Search { get; private set; }

    public string? Issuer { get; private set; }

    public ImmutableArray<ProjectLine> Projects { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    /// <summary>The issuers whose projects can be in the list.</summary>
    public ImmutableArray<Issuer> Issuers { get; private set; } = [];

    /// <summary>Projects of which nothing is kept, where somebody searched for an id: what counts for them can be looked at and set.</summary>
    public ImmutableArray<ProjectKey> Unseen { get; private set; } = [];

    public bool IsBound => HttpContext.Caller().Reach.IsBound;

    public async Task OnGetAsync(string? search, string? issuer, string? after)
    {
        var caller = HttpContext.Caller();
        (Search, Issuer) = (search?.Trim() is { Length: > 0 } text ? text : null, issuer is { Length: > 0 } ? issuer : null);
        Issuers = [.. (await engine.Configurations.CurrentAsync(Gone)).Issuers.Where(one => caller.Reach is not Reach.Projects own || own.Issuer == one.Id)];
        var found = await engine.Database.Projects.KnownAsync(Issuer, Search, Key(after), PerPage, caller.Reach, Gone);
        var templates = await TemplatesInView.ReadAsync(engine, found.Items.Select(project => project.Key), [], Gone);
        Projects = [.. found.Items.Select(project => Line(project, templates))];
        Pager = Pager.Of(Request, null, found.Next is { } next ? $"{next.Issuer}/{next.ProjectId}" : null);
        if (Projects.IsEmpty && Search is not null && ProjectPaths.IsId(Search))
            Unseen = [.. Issuers.Where(one => (Issuer ?? one.Id) == one.Id && caller.May(Right.Read, new Place.Project(one.Id, Search))).Select(one => new ProjectKey(one.Id, Search))];
    }

    private ProjectLine Line(KnownProject project, TemplatesInView templates)
    {
        var (inForce, forSingle) = templates.Of(project.Key, project.Pin?.Path);
        return new(project, inForce, forSingle, [.. templates.Findings(inForce).Where(finding => !IsBound || !TemplateWords.NamesOthers(finding))]);
    }

    private static ProjectKey? Key(string? after) => after?.Split('/', 2) is [var issuer, var id] ? new ProjectKey(issuer, id) : null;
}
