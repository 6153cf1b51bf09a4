using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Bridge.Subjects;

namespace Bridge.Storage.Projects;

/// <summary>One connection with its prepared statements; used by one caller at a time.</summary>
/// <remarks>
/// The two statements need no common snapshot: whatever changes templates or enrolment raises the revision, and a pin is
/// guarded when it is written, so an exchange that saw two states is decided again.
/// </remarks>
internal sealed class ProjectReader : IAsyncDisposable
{
    private const string Facts = """
        SELECT pin.namespace_id, pin.path, pin.path_issued_at,
            (SELECT project_id FROM burned_paths WHERE issuer = $1 AND path = $3),
            (SELECT project_id FROM burned_paths WHERE issuer = $1 AND path = $5),
            CASE WHEN EXISTS (SELECT 1 FROM enrolled_projects WHERE issuer = $1 AND project_id = $2) THEN 1 ELSE 0 END,
            CASE WHEN EXISTS (SELECT 1 FROM sub_templates WHERE level = 'Project' AND issuer = $1 AND project_id IN ($2, $4)) THEN 1 ELSE 0 END
        FROM (SELECT 1 AS one) AS always LEFT JOIN project_pins AS pin ON pin.issuer = $1 AND pin.project_id = $2
        """;

    private const string Templates = """
        SELECT template.id, template.version, template.project_id, template.relying_party, template.as_it_came, template.overflow, template.locked,
            component.claim, component.omit
        FROM sub_templates AS template LEFT JOIN sub_components AS component ON component.template = template.id
        WHERE template.level = 'Project' AND template.issuer = $1 AND template.project_id IN ($2, $3)
        ORDER BY template.id, component.position
        """;

    private readonly Provider provider;
    private readonly DbConnection connection;
    private readonly DbCommand facts;
    private readonly DbCommand templates;
    private readonly DbCommand revision;

    private ProjectReader(Provider provider, DbConnection connection)
    {
        (this.provider, this.connection) = (provider, connection);
        facts = provider.Command(connection, null, Facts, "", "", "", "", "");
        templates = provider.Command(connection, null, Templates, "", "", "");
        revision = provider.Command(connection, null, "SELECT number FROM revision");
    }

    public static async Task<ProjectReader> OpenAsync(Provider provider, CancellationToken ct) => new(provider, await provider.OpenAsync(ConnectionUse.Read, ct));

    public async ValueTask<long> RevisionAsync(CancellationToken ct) => Convert.ToInt64(await revision.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);

    public async ValueTask<ProjectView> FindAsync(ProjectQuery query, CancellationToken ct)
    {
        var project = StoredText.Key(query.ProjectId);
        var running = query.RunningProjectId is { } id ? StoredText.Key(id) : "";
        Set(facts, query.Issuer, project, StoredText.Key(query.ProjectPath), running, query.RunningProjectPath is { } path ? StoredText.Key(path) : "");
        ProjectView view;
        bool owned;
        await using (var reader = await facts.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            owned = reader.GetInt32(6) != 0;
            view = new ProjectView(Pin(reader), Text(reader, 3), Text(reader, 4), reader.GetInt32(5) != 0, []);
        }

        return owned ? view with { Templates = await TemplatesAsync(query.Issuer, project, running, ct) } : view;
    }

    public async ValueTask DisposeAsync()
    {
        await facts.DisposeAsync();
        await templates.DisposeAsync();
        await revision.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static void Set(DbCommand command, params ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private ProjectPin? Pin(DbDataReader reader) =>
        reader.IsDBNull(0) ? null : new ProjectPin(reader.GetString(0), reader.GetString(1), provider.Time(reader, 2));

    private async Task<ImmutableArray<SubTemplate>> TemplatesAsync(string issuer, string project, string running, CancellationToken ct)
    {
        Set(templates, issuer, project, running);
        var found = new List<SubTemplate>();
        await using var reader = await templates.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (found.Count == 0 || found[^1].Id != reader.GetString(0))
                found.Add(Template(reader, issuer));
            if (!reader.IsDBNull(7))
                found[^1] = found[^1] with { Components = found[^1].Components.Add(new SubComponent(reader.GetString(7), reader.GetBoolean(8))) };
        }

        return [.. found];
    }

    private static SubTemplate Template(DbDataReader reader, string issuer) => new()
    {
        Id = reader.GetString(0),
        Version = reader.GetInt32(1),
        Level = TemplateLevel.Project,
        Issuer = issuer,
        ProjectId = reader.GetString(2),
        RelyingParty = reader.GetString(3) is { Length: > 0 } party ? party : null,
        AsItCame = reader.GetBoolean(4),
        Overflow = Enum.Parse<Overflow>(reader.GetString(5)),
        Locked = reader.GetBoolean(6),
    };
}
