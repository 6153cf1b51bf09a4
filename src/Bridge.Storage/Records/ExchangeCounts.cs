using System.Collections.Immutable;
using System.Data.Common;
using Bridge.Configuration;
using Bridge.Refusals;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Records;

/// <summary>How many exchanges of one hour came to one end.</summary>
/// <param name="Hour">When the hour began.</param>
/// <param name="Reason">The reason of the refusal; null for grants.</param>
/// <param name="Count">How many.</param>
public sealed record ExchangeCount(DateTimeOffset Hour, string? Reason, long Count);

/// <summary>Counts, and from when on they hold all there was: later than asked for, where more could not be counted at once.</summary>
public sealed record ExchangeTally(DateTimeOffset From, ImmutableArray<ExchangeCount> Counts);

/// <summary>
/// How many exchanges there were, by the hour. Hours that are over are counted once, in the background, for millions of records
/// cannot be counted each time somebody looks; what came since is counted when it is asked for. Both read indexes alone.
/// </summary>
public sealed class ExchangeCounts
{
    /// <summary>How far back anybody can ask.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(32);

    /// <summary>A record is on disk this long after the time in its id, or never.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <summary>Most hours that are counted while somebody waits.</summary>
    private const int MostAtOnce = 6;

    // The codes are constants of this program. Each is looked for in the index of reasons; grants are what remains.
    private static readonly string CountEach = "SELECT '', count(*) FROM exchanges WHERE id >= $1 AND id < $2"
        + string.Concat(RefusalTable.Rows.Select(row => $" UNION ALL SELECT '{row.Code}', count(*) FROM exchanges WHERE reason = '{row.Code}' AND id >= $1 AND id < $2"));

    private readonly Provider provider;
    private readonly TimeProvider time;

    internal ExchangeCounts(Provider provider, TimeProvider time) => (this.provider, this.time) = (provider, time);

    /// <summary>Counts the hours that are over and were not counted yet. Nodes may do it at once: they count the same.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public async Task CountAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (oldest, end) = (HourOf(now - Kept), HourOf(now - Settled));
        var counted = await Outage.GuardAsync(provider, async () =>
        {
            await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
            return await CountedAsync(connection, ct);
        });
        for (var hour = counted > oldest ? counted.Value : oldest; hour < end; hour += OneHour)
            hour = await Outage.GuardAsync(provider, () => CountHourAsync(hour, end, oldest, ct));
    }

    /// <summary>All exchanges since the beginning of an hour.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public Task<ExchangeTally> SinceAsync(DateTimeOffset since, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        var (from, now) = (HourOf(since), time.GetUtcNow());
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        await using var transaction = await provider.BeginSnapshotAsync(connection, ct);
        var counted = await CountedAsync(connection, ct, transaction);
        var live = counted > from ? counted.Value : from;
        if (live < HourOf(now) - (MostAtOnce - 1) * OneHour)
            from = live = HourOf(now) - (MostAtOnce - 1) * OneHour;
        var counts = ImmutableArray.CreateBuilder<ExchangeCount>();
        if (from < live)
            counts.AddRange(await StoredAsync(connection, transaction, from, live, ct));
        for (var hour = live; hour <= now; hour += OneHour)
            counts.AddRange(await CountAsync(connection, transaction, hour, ct));
        return new ExchangeTally(from, counts.ToImmutable());
    });

    /// <summary>The exchanges of some projects of an issuer since the beginning of an hour: the newest <paramref name="most"/> of them.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public Task<ExchangeTally> OfProjectsAsync(string issuer, IReadOnlyCollection<string> projects, DateTimeOffset since, int most, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        var from = HourOf(since);
        var found = new List<(DateTimeOffset At, string? Reason)>();
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        foreach (var project in projects)
        {
            await using var command = provider.Command(connection, null,
                "SELECT id, reason FROM exchanges WHERE issuer = $1 AND project_id = $2 AND id >= $3 ORDER BY id DESC LIMIT $4", issuer, StoredText.Key(project), Retention.FirstIdOf(from), most);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = 0;
            for (; await reader.ReadAsync(ct); rows++)
                found.Add((Retention.TimeOf(provider.Id(reader, 0)), reader.IsDBNull(1) ? null : reader.GetString(1)));
            // Before the oldest that was read there may be more of this project, so nothing from there counts.
            if (rows == most && HourOf(found[^1].At) + OneHour is var whole && whole > from)
                from = whole;
        }

        return new ExchangeTally(from, [.. found.Where(one => one.At >= from).GroupBy(one => (Hour: HourOf(one.At), one.Reason)).Select(group => new ExchangeCount(group.Key.Hour, group.Key.Reason, group.LongCount()))]);
    });

    /// <summary>The beginning of the hour of a time, in UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % OneHour.Ticks, TimeSpan.Zero);

    // One hour to a transaction. What follows without a record is stepped over; gives the hour that was counted.
    private async Task<DateTimeOffset> CountHourAsync(DateTimeOffset from, DateTimeOffset end, DateTimeOffset oldest, CancellationToken ct)
    {
        using var turn = await provider.EnterWriteAsync(ct);
        await using var connection = await provider.OpenAsync(ConnectionUse.Write, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var hour = await NextAsync(connection, transaction, from, ct) is { } next && next < end ? next : end - OneHour;
        foreach (var count in await CountAsync(connection, transaction, hour, ct))
        {
            await ExecuteAsync(connection, transaction, "INSERT INTO exchange_hours (hour, reason, count) VALUES ($1, $2, $3) ON CONFLICT (hour, reason) DO UPDATE SET count = excluded.count", ct,
                count.Hour, count.Reason ?? "", count.Count);
        }

        await ExecuteAsync(connection, transaction, "DELETE FROM exchange_hours WHERE hour < $1", ct, oldest);
        await ExecuteAsync(connection, transaction, "INSERT INTO upkeep (task, done) VALUES ($1, $2) ON CONFLICT (task) DO UPDATE SET done = excluded.done", ct,
            UpkeepRow.ExchangeHours, Retention.FirstIdOf(hour + OneHour));
        await transaction.CommitAsync(ct);
        return hour;
    }

    private async Task<DateTimeOffset?> NextAsync(DbConnection connection, DbTransaction transaction, DateTimeOffset from, CancellationToken ct)
    {
        await using var command = provider.Command(connection, transaction, "SELECT id FROM exchanges WHERE id >= $1 ORDER BY id LIMIT 1", Retention.FirstIdOf(from));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? HourOf(Retention.TimeOf(provider.Id(reader, 0))) : null;
    }

    private async Task<DateTimeOffset?> CountedAsync(DbConnection connection, CancellationToken ct, DbTransaction? transaction = null)
    {
        await using var command = provider.Command(connection, transaction, "SELECT done FROM upkeep WHERE task = $1", UpkeepRow.ExchangeHours);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Retention.TimeOf(provider.Id(reader, 0)) : null;
    }

    private async Task<List<ExchangeCount>> StoredAsync(DbConnection connection, DbTransaction transaction, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = provider.Command(connection, transaction, "SELECT hour, reason, count FROM exchange_hours WHERE hour >= $1 AND hour < $2 ORDER BY hour, reason", from, until);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var counts = new List<ExchangeCount>();
        while (await reader.ReadAsync(ct))
            counts.Add(new(provider.Time(reader, 0), reader.GetString(1) is { Length: > 0 } reason ? reason : null, reader.GetInt64(2)));
        return counts;
    }

    private async Task<List<ExchangeCount>> CountAsync(DbConnection connection, DbTransaction transaction, DateTimeOffset hour, CancellationToken ct)
    {
        await using var command = provider.Command(connection, transaction, CountEach, Retention.FirstIdOf(hour), Retention.FirstIdOf(hour + OneHour));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var granted = reader.GetInt64(1);
        var counts = new List<ExchangeCount>();
        while (granted > 0 && await reader.ReadAsync(ct))
        {
            if (reader.GetInt64(1) is > 0 and var refused)
            {
                counts.Add(new(hour, reader.GetString(0), refused));
                granted -= refused;
            }
        }

        if (granted > 0)
            counts.Add(new(hour, null, granted));
        return counts;
    }

    private async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = provider.Command(connection, transaction, sql, values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
