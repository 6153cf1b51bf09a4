using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Bridge.Subjects;

namespace Bridge.Storage.Projects;

/// <summary>What exchanges wrote of the projects that a job names, and the revision of the configuration that was in force with it.</summary>
internal sealed record ProjectPins(long Revision, ProjectPin? Pin, string? PathOwner, string? RunningPathOwner, ProjectPin? RunningPin)
{
    /// <summary>How many parameters a statement has.</summary>
    public const int Parameters = 5;

    /// <summary>One row, whatever is known.</summary>
    public static readonly string Sql = Select("revision.number", "revision", "$1", "$2", "$3", "$4", "$5");

    /// <summary>For PostgreSQL: a row for each of many queries, in their order, without the revision. Each parameter is an array.</summary>
    public static readonly string SqlOfMany = Select(
        "0",
        "unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS seen (issuer, project_id, path, running_id, running_path, place)",
        "seen.issuer", "seen.project_id", "seen.path", "seen.running_id", "seen.running_path") + " ORDER BY seen.place";

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

    public ProjectView With(bool enrolled, ImmutableArray<SubTemplate> templates) => new(Pin, PathOwner, RunningPathOwner, enrolled, templates) { RunningPin = RunningPin };

    /// <summary>Whether an exchange saw just this.</summary>
    public bool Are(ProjectView seen) =>
        Pin == seen.Pin && PathOwner == seen.PathOwner && RunningPathOwner == seen.RunningPathOwner && RunningPin == seen.RunningPin;

    private static string Select(string revision, string from, string issuer, string id, string path, string runningId, string runningPath) => $"""
        SELECT {revision},
            pin.namespace_id, pin.path, pin.path_issued_at,
            (SELECT project_id FROM burned_paths WHERE issuer = {issuer} AND path = {path}),
            CASE WHEN {runningPath} = '' THEN NULL ELSE (SELECT project_id FROM burned_paths WHERE issuer = {issuer} AND path = {runningPath}) END,
            running.namespace_id, running.path, running.path_issued_at
        FROM {from}
            LEFT JOIN project_pins AS pin ON pin.issuer = {issuer} AND pin.project_id = {id}
            LEFT JOIN project_pins AS running ON {runningId} <> '' AND running.issuer = {issuer} AND running.project_id = {runningId}
        """;

    private static ProjectPin? ReadPin(Row row, int column) => row.IsNull(column) ? null : new ProjectPin(row.Text(column), row.Text(column + 1), row.Time(column + 2));
}
