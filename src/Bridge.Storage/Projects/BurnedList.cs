using System.Data.Common;
using System.Globalization;
using Bridge.GitLab;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Projects;

/// <summary>Reads the paths that belong to projects.</summary>
internal static class BurnedList
{
    private const int PathsAtOnce = 500;

    private const string Seen = """
        SELECT wanted.number, pin.path, pin.path_issued_at, newest.at FROM wanted
        JOIN burned_paths AS burned ON burned.issuer = wanted.issuer AND burned.path = wanted.path
        LEFT JOIN project_pins AS pin ON pin.issuer = burned.issuer AND pin.project_id = burned.project_id
        LEFT JOIN exchanges AS newest ON newest.id = (
            SELECT one.id FROM exchanges AS one WHERE one.issuer = burned.issuer AND one.project_id = burned.project_id ORDER BY one.id DESC LIMIT 1)
        """;

    private static readonly string All = Statement("burned.path");

    // A project has few paths, and there is an index by project: one by path would lead through those of all.
    private static readonly string OfProject = Statement("(burned.path || '')") + " AND burned.project_id = $6";

    private static string Statement(string path) => $"""
        SELECT burned.path, burned.project_id, pin.path FROM burned_paths AS burned
        LEFT JOIN project_pins AS pin ON pin.issuer = $1 AND pin.project_id = burned.project_id
        WHERE burned.issuer = $1 AND {path} > $2 AND {path} >= $3 AND {path} < $4
        """;

    public static async Task<List<BurnedPath>> ReadAsync(
        Provider provider, DbConnection connection, DbTransaction transaction, string issuer, string prefix, string? projectId, string after, int limit, CancellationToken ct)
    {
        // Nothing that can stand in a path comes after the last character, in either database's order.
        object?[] values = [issuer, after, StoredText.Shown(prefix), StoredText.Shown(prefix) + "\U0010FFFF", limit];
        await using var command = provider.Command(connection, transaction, $"{(projectId is null ? All : OfProject)} ORDER BY burned.path LIMIT $5", projectId is null ? values : [.. values, StoredText.Key(projectId)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<BurnedPath>();
        while (await reader.ReadAsync(ct))
            found.Add(new BurnedPath(issuer, reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return found;
    }

    public static async Task<IReadOnlyDictionary<PathKey, DateTimeOffset?>> SeenAsync(
        Provider provider, DbConnection connection, DbTransaction transaction, IReadOnlyCollection<PathKey> paths, CancellationToken ct)
    {
        var seen = new Dictionary<PathKey, DateTimeOffset?>();
        foreach (var some in paths.Distinct().Chunk(PathsAtOnce))
        {
            var rows = string.Join(", ", some.Select((_, i) => $"({i}, ${(2 * i) + 1}, ${(2 * i) + 2})"));
            object?[] values = [.. some.SelectMany(key => new object?[] { key.Issuer, StoredText.Key(ProjectPaths.Fold(key.Path)) })];
            await using var command = provider.Command(connection, transaction, $"WITH wanted (number, issuer, path) AS (VALUES {rows}) {Seen}", values);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var key = some[Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture)];
                var here = !reader.IsDBNull(1) && ProjectPaths.Fold(reader.GetString(1)) == ProjectPaths.Fold(key.Path);
                var column = here ? 3 : 2;
                seen.Add(key, reader.IsDBNull(column) ? null : provider.Time(reader, column));
            }
        }

        return seen;
    }
}
