using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Bridge.Subjects;

namespace Bridge.Storage.Projects;

/// <summary>
/// What administrators configured of the projects that a job names: whether its own is enrolled, and the templates of the one that
/// it runs in. It belongs to a revision, and as long as that is in force nothing of it changes.
/// </summary>
internal sealed record ConfiguredProject(long Revision, bool Enrolled, ImmutableArray<SubTemplate> Templates)
{
    /// <summary>How many columns a row has.</summary>
    public const int Columns = 12;

    /// <summary>The rows of one query.</summary>
    public static readonly string Sql = Select("$1", "$2", "$3", "revision", "");

    /// <summary>The values of the parameters.</summary>
    public static string[] Values(ProjectQuery query) =>
        [StoredText.Key(query.Issuer), StoredText.Key(query.ProjectId), StoredText.Key(query.RunningProjectId ?? query.ProjectId)];

    /// <summary>
    /// A row for each component of the templates, or one where there is none, each with what else is known and with the columns
    /// of <paramref name="more"/> after it. The rows of a project come in any order.
    /// </summary>
    public static string Select(string issuer, string id, string runningId, string from, string more) => $"""
        SELECT revision.number,
            (SELECT COUNT(*) FROM enrolled_projects WHERE issuer = {issuer} AND project_id = {id}),
            template.id, template.version, template.project_id, template.relying_party, template.as_it_came, template.overflow, template.locked,
            component.position, component.claim, component.omit{more}
        FROM {from}
            LEFT JOIN sub_templates AS template ON template.level = 'Project' AND template.issuer = {issuer} AND template.project_id = {runningId}
            LEFT JOIN sub_components AS component ON component.template = template.id
        """;

    /// <summary>Gathers the rows of one answer.</summary>
    internal sealed class Rows(string issuer)
    {
        private readonly List<(SubTemplate Template, List<(long Position, SubComponent Component)> Components)> templates = [];
        private long revision;
        private bool enrolled;

        public void Add(Row row)
        {
            (revision, enrolled) = (row.Number(0), row.Number(1) != 0);
            if (row.IsNull(2))
                return;
            var components = Components(row, row.Text(2));
            if (!row.IsNull(9))
                components.Add((row.Number(9), new SubComponent(Claim(row.Text(10)), row.Number(11) != 0)));
        }

        public ConfiguredProject Read()
        {
            foreach (var (_, components) in templates)
                components.Sort(static (one, other) => one.Position.CompareTo(other.Position));
            return new(revision, enrolled, [.. templates.Select(one => one.Template with { Components = [.. one.Components.Select(component => component.Component)] })]);
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

        private SubTemplate Template(Row row, string id) => new()
        {
            Id = id,
            Version = (int)row.Number(3),
            Level = TemplateLevel.Project,
            Issuer = issuer,
            ProjectId = row.Text(4),
            RelyingParty = row.Text(5) is { Length: > 0 } party ? party : null,
            AsItCame = row.Number(6) != 0,
            Overflow = Enum.Parse<Overflow>(row.Text(7)),
            Locked = row.Number(8) != 0,
        };

        // Kept by the thousand, so each name is one text.
        private static string Claim(string name) => GitLabClaims.Find(name)?.Name ?? name;
    }
}
