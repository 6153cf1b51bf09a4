using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Linting;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Lint;

/// <summary>All that the linter finds, by code, a page at a time. Whoever maintains projects sees what is found in their own templates.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class IndexModel(Engine engine, LintSummary lint) : AdminPage
{
    private const int PerPage = 50;

    /// <summary>Most templates of somebody's projects that are looked at.</summary>
    public const int MostOwn = 1000;

    /// <summary>All codes that have findings; null while they are looked for.</summary>
    public ImmutableArray<LintGroup>? Groups { get; private set; }

    /// <summary>The groups of this page, each with the findings of it that the page shows.</summary>
    public ImmutableArray<LintGroup> Shown { get; private set; } = [];

    /// <summary>The code that is looked at alone.</summary>
    public string? Code { get; private set; }

    /// <summary>Whether not all templates of somebody's projects were looked at.</summary>
    public bool Cut { get; private set; }

    public bool Bound => HttpContext.Caller().Reach.IsBound;

    public Pager Pager { get; private set; } = new(null, null);

    public string Here => Request.Path + Request.QueryString;

    public async Task OnGetAsync(string? code, int? before, int? after)
    {
        Groups = HttpContext.Caller().Reach is Reach.Projects own ? await OwnAsync(own) : await lint.FindAsync(Gone);
        Code = code is { Length: > 0 } ? code : null;
        if (Groups is not { } groups)
            return;
        var lines = groups.Where(group => Code is null || group.Code == Code).SelectMany(group => group.Lines, (group, line) => (Group: group, Line: line)).ToList();
        // The findings of one revision stand still, so their places in the list are its keys.
        var start = Math.Clamp(after ?? (before ?? 0) - PerPage, 0, lines.Count);
        var page = lines.Skip(start).Take(PerPage).ToImmutableArray();
        Shown = [.. page.GroupBy(one => one.Group, one => one.Line).Select(shown => shown.Key with { Lines = [.. shown] })];
        Pager = Pager.Of(Request, start > 0 ? $"{start}" : null, start + page.Length < lines.Count ? $"{start + page.Length}" : null);
    }

    // What names other templates or relying parties is nothing for somebody who does not see these.
    private async Task<ImmutableArray<LintGroup>> OwnAsync(Reach.Projects own)
    {
        var templates = await engine.Database.Things.ListTemplatesAsync(new(TemplateLevel.Project, Within: own), null, MostOwn + 1, Gone);
        Cut = templates.Length > MostOwn;
        var found = TemplateLint.Find(await engine.Database.Configuration.ReadAsync(Gone), [.. templates.Take(MostOwn)], [], engine.Compiler);
        return LintGroup.Of(templates.Take(MostOwn).SelectMany(template => found[template.Id]).Where(line => LintRules.Find(line.Code) is not { NamesOthers: true }).OrderBy(line => line.Path, StringComparer.Ordinal));
    }
}
