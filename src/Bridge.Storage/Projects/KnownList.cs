using System.Data.Common;
using System.Globalization;
using Bridge.Access;
using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>Reads the projects that something is kept of: all of them, those that are searched for, those within a reach.</summary>
internal sealed class KnownList(Provider provider, DbConnection connection, DbTransaction transaction, string? search, Reach? within)
{
    private const int KeysAtOnce = 500;

    /// <summary>The next projects of an issuer after an id.</summary>
    public async Task<List<KnownProject>> ReadAsync(string issuer, string after, int limit, CancellationToken ct)
    {
        if (within is Reach.Project { Issuer: var bound } && bound != issuer || within is Reach.Projects { Issuer: var own } && own != issuer || within is Reach.Group { Issuer: var groups } && groups != issuer)
            return [];
        var values = new List<object?> { issuer, after, limit };
        await using var command = provider.Command(connection, transaction, Statement(values), [.. values]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<KnownProject>();
        while (await reader.ReadAsync(ct))
        {
            var pin = reader.IsDBNull(1) ? null : new ProjectPin(reader.GetString(1), reader.GetString(2), provider.Time(reader, 3));
            found.Add(new KnownProject(
                new ProjectKey(issuer, reader.GetString(0)), pin, Number(reader, 4) != 0, Number(reader, 5),
                reader.IsDBNull(6) ? null : provider.Time(reader, 6), reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return found;
    }

    public static async Task<IReadOnlyDictionary<ProjectKey, DateTimeOffset>> LastSeenAsync(
        Provider provider, DbConnection connection, DbTransaction transaction, IReadOnlyCollection<ProjectKey> projects, CancellationToken ct)
    {
        var seen = new Dictionary<ProjectKey, DateTimeOffset>();
        foreach (var some in projects.Distinct().Chunk(KeysAtOnce))
        {
            var rows = string.Join(", ", some.Select((_, i) => $"({i}, ${(2 * i) + 1}, ${(2 * i) + 2})"));
            var sql = $"""
                WITH wanted (number, issuer, project) AS (VALUES {rows})
                SELECT wanted.number, newest.at FROM wanted JOIN exchanges AS newest ON newest.id = {Newest("wanted.issuer", "wanted.project")}
                """;
            await using var command = provider.Command(connection, transaction, sql, [.. some.SelectMany(key => new object?[] { key.Issuer, StoredText.Key(key.ProjectId) })]);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                seen.Add(some[Number(reader, 0)], provider.Time(reader, 1));
        }

        return seen;
    }

    // Each part stops at the end of the page by itself, so that a page costs what a page is long. What has no pin has no path, and is
    // found by its id alone.
    private string Statement(List<object?> values)
    {
        var (id, path) = search is null ? (null, null) : (Add(values, StoredText.Key(search)), Add(values, Pattern(search)));
        var (ids, group) = Bounds(values);
        var pins = (search is null ? "" : $" AND (project_id = {id} OR lower(path) LIKE {path} ESCAPE '!')") + ids + group;
        var rest = (search is null ? "" : $" AND project_id = {id}") + ids;
        var without = within is Reach.Group ? "" : $"""
            UNION SELECT * FROM (SELECT project_id FROM enrolled_projects WHERE issuer = $1 AND project_id > $2{rest} ORDER BY project_id LIMIT $3) AS enrolled
            UNION SELECT * FROM (SELECT DISTINCT project_id FROM sub_templates WHERE level = 'Project' AND issuer = $1 AND project_id > $2{rest} ORDER BY project_id LIMIT $3) AS templated
            """;
        return $"""
            SELECT known.project_id, pin.namespace_id, pin.path, pin.path_issued_at,
                CASE WHEN EXISTS (SELECT 1 FROM enrolled_projects AS enrolled WHERE enrolled.issuer = $1 AND enrolled.project_id = known.project_id) THEN 1 ELSE 0 END,
                (SELECT COUNT(*) FROM sub_templates AS template WHERE template.level = 'Project' AND template.issuer = $1 AND template.project_id = known.project_id),
                newest.at, newest.reason
            FROM (
                SELECT * FROM (SELECT project_id FROM project_pins WHERE issuer = $1 AND project_id > $2{pins} ORDER BY project_id LIMIT $3) AS pinned
            {without}
                ORDER BY project_id LIMIT $3) AS known
            LEFT JOIN project_pins AS pin ON pin.issuer = $1 AND pin.project_id = known.project_id
            LEFT JOIN exchanges AS newest ON newest.id = {Newest("$1", "known.project_id")}
            ORDER BY known.project_id
            """;
    }

    // As Reach.Covers says of one, for all of them at once.
    private (string Ids, string Group) Bounds(List<object?> values)
    {
        switch (within)
        {
            case Reach.Project project:
                return ($" AND project_id = {Add(values, StoredText.Key(project.Id))}", "");
            case Reach.Projects { Ids.Count: 0 }:
                return (" AND 1 = 0", "");
            case Reach.Projects projects:
                return ($" AND project_id IN ({string.Join(", ", projects.Ids.Select(one => Add(values, StoredText.Key(one))))})", "");
            case Reach.Group group:
                var path = ProjectPaths.Fold(StoredText.Shown(group.Path)!) + "/";
                return ("", $" AND lower(path) > {Add(values, path)} AND lower(path) < {Add(values, path + "\U0010FFFF")}");
            default:
                return ("", "");
        }
    }

    private static string Add(List<object?> values, object? value)
    {
        values.Add(value);
        return $"${values.Count}";
    }

    private static string Newest(string issuer, string project) =>
        $"(SELECT one.id FROM exchanges AS one WHERE one.issuer = {issuer} AND one.project_id = {project} ORDER BY one.id DESC LIMIT 1)";

    // Both databases fold ASCII alone with lower() here, as paths are folded.
    private static string Pattern(string search) =>
        $"%{ProjectPaths.Fold(StoredText.Shown(search)!).Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    private static int Number(DbDataReader reader, int column) => Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);
}
