using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Bridge.GitLab;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Bridge.Storage.Records;

namespace Bridge.Storage.Projects;

/// <summary>
/// Finds who waits, in one transaction that reads. The records say who was refused; pins, paths and enrolments say who still
/// would be. Of a project with millions of refusals a few index entries are read: the newest of each reason, the oldest, and as
/// many as are counted.
/// </summary>
internal sealed class WaitingList(Provider provider, DbConnection connection, DbTransaction transaction, string issuer)
{
    /// <summary>Most projects that one statement looks at.</summary>
    private const int MostAtOnce = 1000;

    // From project to project by the index, as if it had an entry for each: the least id beyond the one before.
    private const string Following = """
        WITH RECURSIVE waiting (number, project) AS (
            SELECT 1, MIN(waiting_project_id) FROM exchanges WHERE issuer = $1 AND waiting_project_id > $2
            UNION ALL
            SELECT waiting.number + 1, (SELECT MIN(following.waiting_project_id) FROM exchanges AS following WHERE following.issuer = $1 AND following.waiting_project_id > waiting.project)
            FROM waiting WHERE waiting.project IS NOT NULL AND waiting.number < $3)
        """;

    private const string One = "WITH waiting (project) AS (SELECT $2)";

    private static readonly string Newest = $"""
        SELECT waiting.project, reasons.reason, newest.id, newest.at, newest.reason_name, newest.expected, newest.actual, newest.relying_party, newest.claims,
            pin.namespace_id, pin.path, pin.path_issued_at, CASE WHEN enrolled.project_id IS NULL THEN 0 ELSE 1 END
        FROM waiting
        CROSS JOIN ({string.Join(" UNION ALL ", Waiting.Reasons.Select(reason => $"SELECT '{RefusalTable.Of(reason).Code}' AS reason"))}) AS reasons
        LEFT JOIN enrolled_projects AS enrolled ON enrolled.issuer = $1 AND enrolled.project_id = waiting.project
        LEFT JOIN project_pins AS pin ON pin.issuer = $1 AND pin.project_id = waiting.project
        LEFT JOIN exchanges AS newest ON newest.id = CASE WHEN reasons.reason = '{RefusalTable.Of(Reason.ProjectUnconfirmed).Code}' AND enrolled.project_id IS NOT NULL THEN NULL ELSE (
            SELECT one.id FROM exchanges AS one WHERE one.issuer = $1 AND one.waiting_project_id = waiting.project AND one.reason = reasons.reason ORDER BY one.id DESC LIMIT 1) END
        WHERE waiting.project IS NOT NULL AND (newest.id IS NOT NULL OR reasons.reason = '{RefusalTable.Of(Waiting.Reasons[0]).Code}')
        """;

    /// <summary>Those after a project's id that still wait, of the next few hundred projects.</summary>
    /// <returns>Who waits, and the id of the last project that was looked at; null at the end.</returns>
    public async Task<(List<WaitingProject> Found, string? Last)> ReadAsync(string after, int projects, CancellationToken ct)
    {
        var looked = Math.Min(projects, MostAtOnce);
        var (refusals, seen) = await NewestAsync(Following, [issuer, after, looked], ct);
        return (await StillAsync(refusals, ct), seen.Count < looked ? null : seen.Max(StringComparer.Ordinal));
    }

    /// <summary>One project, if it waits.</summary>
    public async Task<WaitingProject?> FindAsync(string project, CancellationToken ct) =>
        (await StillAsync((await NewestAsync(One, [issuer, project], ct)).Refusals, ct)).SingleOrDefault();

    private async Task<List<WaitingProject>> StillAsync(List<Refusal> refusals, CancellationToken ct)
    {
        var owners = await OwnersAsync(refusals, ct);
        var held = refusals.Where(refusal => refusal.Holds(owners)).OrderBy(refusal => refusal.Project, StringComparer.Ordinal).ThenByDescending(refusal => refusal.Id).ToList();
        var counted = await CountedAsync(held, ct);
        return [.. held.Zip(counted).GroupBy(one => one.First.Project).Select(one => Project([.. one], owners))];
    }

    private WaitingProject Project(IReadOnlyList<(Refusal Refusal, (DateTimeOffset First, int Count) Counted)> held, Dictionary<string, string> owners)
    {
        var newest = held[0].Refusal;
        var confirmation = newest.Shown is { } shown
            ? new Confirmation(issuer, newest.Project, shown, newest.Pin, owners.GetValueOrDefault(Refusal.PathKey(shown)))
            : null;
        return new WaitingProject(new ProjectKey(issuer, newest.Project), newest.Pin, newest.Enrolled, confirmation, [.. held.Select(one => new WaitingReason(
            one.Refusal.Reason, one.Refusal.Expected, one.Refusal.Actual, one.Refusal.RelyingParty, one.Refusal.Id, one.Counted.First, one.Refusal.At, one.Counted.Count))]);
    }

    private async Task<(List<Refusal> Refusals, HashSet<string> Seen)> NewestAsync(string which, object?[] values, CancellationToken ct)
    {
        var refusals = new List<Refusal>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await using var command = provider.Command(connection, transaction, $"{which} {Newest}", values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            seen.Add(reader.GetString(0));
            if (!reader.IsDBNull(2))
                refusals.Add(Refusal.Read(provider, reader));
        }

        return (refusals, seen);
    }

    private async Task<Dictionary<string, string>> OwnersAsync(List<Refusal> refusals, CancellationToken ct)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in refusals.Where(refusal => refusal.Shown is not null).Select(refusal => Refusal.PathKey(refusal.Shown!)).Distinct().Chunk(MostAtOnce))
        {
            var sql = $"SELECT path, project_id FROM burned_paths WHERE issuer = $1 AND path IN ({string.Join(", ", some.Select((_, i) => $"${i + 2}"))})";
            await using var command = provider.Command(connection, transaction, sql, [issuer, .. some]);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                owners.Add(reader.GetString(0), reader.GetString(1));
        }

        return owners;
    }

    private async Task<List<(DateTimeOffset First, int Count)>> CountedAsync(List<Refusal> held, CancellationToken ct)
    {
        var counted = new List<(DateTimeOffset, int)>();
        foreach (var some in held.Chunk(MostAtOnce / 4))
        {
            var rows = string.Join(", ", some.Select((_, i) => $"({i}, ${(3 * i) + 2}, ${(3 * i) + 3}, ${(3 * i) + 4})"));
            const string These = "FROM exchanges AS one WHERE one.issuer = $1 AND one.waiting_project_id = wanted.project AND one.reason = wanted.reason AND one.id >= wanted.since";
            var sql = $"""
                WITH wanted (number, project, reason, since) AS (VALUES {rows})
                SELECT (SELECT one.at {These} ORDER BY one.id LIMIT 1), (SELECT COUNT(*) FROM (SELECT 1 AS one {These} LIMIT {WaitingReason.MostCounted}) AS counted)
                FROM wanted ORDER BY number
                """;
            object?[] values = [issuer, .. some.SelectMany(refusal => new object?[] { refusal.Project, RefusalTable.Of(refusal.Reason).Code, refusal.Since })];
            await using var command = provider.Command(connection, transaction, sql, values);
            await using var reader = await command.ExecuteReaderAsync(ct);
            for (var i = 0; await reader.ReadAsync(ct); i++)
                counted.Add((reader.IsDBNull(0) ? some[i].At : provider.Time(reader, 0), Math.Max(1, reader.GetInt32(1))));
        }

        return counted;
    }

    /// <summary>The newest refusal of a project for one reason, beside what is stored of the project now.</summary>
    private sealed record Refusal(string Project, Reason Reason, Guid Id, DateTimeOffset At, string? Expected, string? Actual, string? RelyingParty, ProjectPin? Shown, ProjectPin? Pin, bool Enrolled)
    {
        /// <summary>The least id of a record that is about the same: what came before the pin did, is over.</summary>
        public Guid Since => Pin is null || Reason == Reason.ProjectUnconfirmed ? Guid.Empty : Retention.FirstIdOf(Pin.PathIssuedAt);

        public static string PathKey(ProjectPin pin) => StoredText.Key(ProjectPaths.Fold(pin.Path));

        public static Refusal Read(Provider provider, DbDataReader reader)
        {
            var reason = Waiting.Reasons.First(reason => RefusalTable.Of(reason).Code == reader.GetString(1));
            var pin = reader.IsDBNull(9) ? null : new ProjectPin(reader.GetString(9), reader.GetString(10), provider.Time(reader, 11));
            var shown = Text(reader, 8) is { } claims ? Show(claims, Waiting.IsRunningProject(reason, Text(reader, 4)) ? "job_" : "") : null;
            // Whose path a later grant moved is where it was moved to.
            if (reason == Reason.ProjectUnconfirmed && shown is not null && pin is not null && pin.PathIssuedAt > shown.PathIssuedAt)
                shown = pin;
            return new Refusal(reader.GetString(0), reason, provider.Id(reader, 2), provider.Time(reader, 3),
                Text(reader, 5), Text(reader, 6), Text(reader, 7), shown, pin, Convert.ToInt32(reader.GetValue(12), CultureInfo.InvariantCulture) != 0);
        }

        // What is not recorded in full can't be held against anything; it is told rather than hidden.
        public bool Holds(Dictionary<string, string> owners) =>
            Shown is null || Waiting.Holds(Reason, Project, Shown, Pin, owners.GetValueOrDefault(PathKey(Shown)), Enrolled);

        private static ProjectPin? Show(string claims, string prefix)
        {
            using var json = RecordedClaims.Read(claims);
            if (json is null)
                return null;
            var set = ClaimSet.Of(json.RootElement);
            return set.Text($"{prefix}namespace_id") is { } group && set.Text($"{prefix}project_path") is { } path && set.Date("iat") is { } issuedAt
                ? new ProjectPin(group, path, issuedAt)
                : null;
        }

        private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
