using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>What exchanges wrote of the projects that a job names, and the revision of the configuration that was in force with it.</summary>
internal sealed record ProjectPins(long Revision, ProjectPin? Pin, string? PathOwner, string? RunningPathOwner, ProjectPin? RunningPin)
{
    /// <summary>One row, whatever is known; every exchange asks this.</summary>
    public const string Sql = """
        SELECT revision.number,
            pin.namespace_id, pin.path, pin.path_issued_at,
            (SELECT project_id FROM burned_paths WHERE issuer = $1 AND path = $3),
            CASE WHEN $5 = '' THEN NULL ELSE (SELECT project_id FROM burned_paths WHERE issuer = $1 AND path = $5) END,
            running.namespace_id, running.path, running.path_issued_at
        FROM revision
            LEFT JOIN project_pins AS pin ON pin.issuer = $1 AND pin.project_id = $2
            LEFT JOIN project_pins AS running ON $4 <> '' AND running.issuer = $1 AND running.project_id = $4
        """;

    /// <summary>The values of the parameters.</summary>
    public static string[] Values(ProjectQuery query) =>
    [
        StoredText.Key(query.Issuer),
        StoredText.Key(query.ProjectId),
        StoredText.Key(query.ProjectPath),
        query.RunningProjectId is { } running ? StoredText.Key(running) : "",
        query.RunningProjectPath is { } path ? StoredText.Key(path) : "",
    ];

    public static ProjectPins Read(Row row) => new(row.Number(0), ReadPin(row, 1), row.TextOrNull(4), row.TextOrNull(5), ReadPin(row, 6));

    public ProjectView With(ConfiguredProject configured) =>
        new(Pin, PathOwner, RunningPathOwner, configured.Enrolled, configured.Templates) { RunningPin = RunningPin };

    private static ProjectPin? ReadPin(Row row, int column) => row.IsNull(column) ? null : new ProjectPin(row.Text(column), row.Text(column + 1), row.Time(column + 2));
}
