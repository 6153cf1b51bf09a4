using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Bridge.Subjects;

namespace Bridge.Storage.Projects;

/// <summary>
/// All that an exchange asks of its projects, in one statement: a row for each component of the templates, or one where there
/// is none, each with what else is known. The rows come in any order, for having them sorted would cost every exchange.
/// </summary>
internal sealed class ProjectFacts(string issuer)
{
    public const string Sql = """
        SELECT pin.namespace_id, pin.path, pin.path_issued_at,
            (SELECT project_id FROM burned_paths WHERE issuer = $1 AND path = $3),
            CASE WHEN $5 = '' THEN NULL ELSE (SELECT project_id FROM burned_paths WHERE issuer = $1 AND path = $5) END,
            (SELECT COUNT(*) FROM enrolled_projects WHERE issuer = $1 AND project_id = $2),
            template.id, template.version, template.project_id, template.relying_party, template.as_it_came, template.overflow, template.locked,
            component.position, component.claim, component.omit,
            running.namespace_id, running.path, running.path_issued_at
        FROM (SELECT 1 AS one) AS always
            LEFT JOIN project_pins AS pin ON pin.issuer = $1 AND pin.project_id = $2
            LEFT JOIN project_pins AS running ON $4 <> $2 AND running.issuer = $1 AND running.project_id = $4
            LEFT JOIN sub_templates AS template ON template.level = 'Project' AND template.issuer = $1 AND template.project_id = $4
            LEFT JOIN sub_components AS component ON component.template = template.id
        """;

    private readonly List<(SubTemplate Template, List<(long Position, SubComponent Component)> Components)> templates = [];
    private ProjectView? view;

    /// <summary>The values of the parameters. A template is asked of the project that the job runs in.</summary>
    public static string[] Values(ProjectQuery query) =>
    [
        StoredText.Key(query.Issuer),
        StoredText.Key(query.ProjectId),
        StoredText.Key(query.ProjectPath),
        StoredText.Key(query.RunningProjectId ?? query.ProjectId),
        query.RunningProjectPath is { } path ? StoredText.Key(path) : "",
    ];

    public void Add(Row row)
    {
        view ??= new ProjectView(Pin(row, 0), row.TextOrNull(3), row.TextOrNull(4), row.Number(5) != 0, []) { RunningPin = Pin(row, 16) };
        if (row.IsNull(6))
            return;
        var components = Components(row, row.Text(6));
        if (!row.IsNull(13))
            components.Add((row.Number(13), new SubComponent(row.Text(14), row.Number(15) != 0)));
    }

    public ProjectView View()
    {
        var known = view ?? throw new InvalidOperationException("the statement gives a row where nothing is known");
        if (templates.Count == 0)
            return known;
        foreach (var (_, components) in templates)
            components.Sort(static (one, other) => one.Position.CompareTo(other.Position));
        return known with { Templates = [.. templates.Select(one => one.Template with { Components = [.. one.Components.Select(component => component.Component)] })] };
    }

    private List<(long, SubComponent)> Components(Row row, string id)
    {
        foreach (var (template, components) in templates)
        {
            if (template.Id == id)
                return components;
        }

        templates.Add((Template(row, id), new(4)));
        return templates[^1].Components;
    }

    private static ProjectPin? Pin(Row row, int column) => row.IsNull(column) ? null : new ProjectPin(row.Text(column), row.Text(column + 1), row.Time(column + 2));

    private SubTemplate Template(Row row, string id) => new()
    {
        Id = id,
        Version = (int)row.Number(7),
        Level = TemplateLevel.Project,
        Issuer = issuer,
        ProjectId = row.Text(8),
        RelyingParty = row.Text(9) is { Length: > 0 } party ? party : null,
        AsItCame = row.Number(10) != 0,
        Overflow = Enum.Parse<Overflow>(row.Text(11)),
        Locked = row.Number(12) != 0,
    };
}
