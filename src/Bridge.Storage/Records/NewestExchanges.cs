using System.Data.Common;
using System.Text;
using Bridge.Access;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Records;

/// <summary>
/// Finds the newest records by their ids. For somebody's projects there is an index by project and id, and none that serves many projects at
/// once: so the newest record of each is looked up first, and then only projects are read whose newest may be on the page, no further than that.
/// </summary>
internal sealed class NewestExchanges(Provider provider, DbConnection connection, ExchangeFilter filter, Guid? before)
{
    private const int LookedUpAtOnce = 1000;
    private const int ReadAtOnce = 100;

    /// <summary>The ids of the records, the newest first.</summary>
    public Task<List<Guid>> IdsAsync(int limit, CancellationToken ct) =>
        filter is { Within: { } within, ProjectId: null } ? IdsAsync(within, limit, ct) : AllAsync(limit, ct);

    private async Task<List<Guid>> AllAsync(int limit, CancellationToken ct)
    {
        var values = new List<object?>();
        var own = filter is { Issuer: { } issuer, ProjectId: { } project } ? $" AND one.issuer = {Add(values, issuer)} AND one.project_id = {Add(values, StoredText.Key(project))}" : "";
        var sql = $"SELECT one.id FROM exchanges AS one WHERE 1 = 1{own}{Conditions(values, null)} ORDER BY one.id DESC LIMIT {Add(values, limit)}";
        return await IdsAsync(sql, values, ct);
    }

    private async Task<List<Guid>> IdsAsync(Reach.Projects within, int limit, CancellationToken ct)
    {
        var newest = new List<(string Project, Guid Id)>();
        foreach (var some in within.Ids.Chunk(LookedUpAtOnce))
            newest.AddRange(await NewestAsync(within.Issuer, some, ct));
        newest.Sort((one, other) => other.Id.CompareTo(one.Id));
        var found = new List<Guid>();
        foreach (var some in newest.Take(limit).Chunk(ReadAtOnce))
        {
            var last = found.Count < limit ? (Guid?)null : found[^1];
            if (last > some[0].Id)
                break;
            found.AddRange(await ReadAsync(within.Issuer, some.Select(one => one.Project), last ?? (newest.Count < limit ? null : newest[limit - 1].Id), limit, ct));
            found = [.. found.OrderDescending().Take(limit)];
        }

        return found;
    }

    private async Task<List<(string, Guid)>> NewestAsync(string issuer, string[] projects, CancellationToken ct)
    {
        var values = new List<object?> { issuer };
        var conditions = Conditions(values, null);
        var rows = string.Join(", ", projects.Select((project, i) => $"({i}, {Add(values, StoredText.Key(project))})"));
        var sql = $"""
            WITH wanted (number, project) AS (VALUES {rows})
            SELECT wanted.number, newest.id FROM wanted JOIN exchanges AS newest ON newest.id = (
                SELECT one.id FROM exchanges AS one WHERE one.issuer = $1 AND one.project_id = wanted.project{conditions} ORDER BY one.id DESC LIMIT 1)
            """;
        var found = new List<(string, Guid)>();
        await using var command = provider.Command(connection, null, sql, [.. values]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add((projects[reader.GetInt32(0)], provider.Id(reader, 1)));
        return found;
    }

    private async Task<List<Guid>> ReadAsync(string issuer, IEnumerable<string> projects, Guid? from, int limit, CancellationToken ct)
    {
        var values = new List<object?> { issuer };
        var conditions = Conditions(values, from);
        var most = Add(values, limit);
        var parts = projects.Select((project, i) =>
            $"SELECT id FROM (SELECT one.id FROM exchanges AS one WHERE one.issuer = $1 AND one.project_id = {Add(values, StoredText.Key(project))}{conditions} ORDER BY one.id DESC LIMIT {most}) AS part{i}").ToList();
        return await IdsAsync(string.Join(" UNION ALL ", parts), values, ct);
    }

    private async Task<List<Guid>> IdsAsync(string sql, List<object?> values, CancellationToken ct)
    {
        var found = new List<Guid>();
        await using var command = provider.Command(connection, null, sql, [.. values]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(provider.Id(reader, 0));
        return found;
    }

    private string Conditions(List<object?> values, Guid? from)
    {
        var sql = new StringBuilder();
        And("one.relying_party =", filter.RelyingParty);
        And("one.reason =", filter.Reason);
        And("one.id >=", filter.Since is { } since ? Retention.FirstIdOf(since) : null);
        And("one.id <", filter.Until is { } until ? Retention.FirstIdOf(until) : null);
        And("one.id <", before);
        And("one.id >=", from);
        if (filter.Granted is { } granted)
            sql.Append(granted ? " AND one.reason IS NULL" : " AND one.reason IS NOT NULL");
        return sql.ToString();

        void And(string condition, object? value)
        {
            if (value is not null)
                sql.Append($" AND {condition} {Add(values, value)}");
        }
    }

    private static string Add(List<object?> values, object? value)
    {
        values.Add(value);
        return $"${values.Count}";
    }
}
