using System.Buffers.Binary;
using System.Data.Common;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;

namespace Bridge.Storage.Records;

/// <summary>What one cleaning took away.</summary>
/// <param name="Marks">Replay marks whose tokens can't be used any more.</param>
/// <param name="Records">Records that were deleted.</param>
/// <param name="Blanked">Records that lost who ran the job and from where.</param>
public sealed record Cleaned(int Marks, int Records, int Blanked);

/// <summary>Takes away what is kept no longer, a few rows to a transaction.</summary>
internal sealed class Retention(Provider provider, StorageOptions options, TimeProvider time)
{
    private const int Rows = 200;

    private const string Marks = """
        DELETE FROM replay_marks WHERE (issuer, token_hash, relying_party) IN
            (SELECT issuer, token_hash, relying_party FROM replay_marks WHERE until < $1 ORDER BY until LIMIT $2)
        """;

    private const string Records = "DELETE FROM exchanges WHERE id IN (SELECT id FROM exchanges WHERE id < $1 ORDER BY id LIMIT $2)";

    // What a check of the user expected and got tells the user too.
    private const string Blank = """
        UPDATE exchanges SET address = '', user_id = NULL, user_login = NULL, claims = NULLIF($2, ''),
            expected = CASE WHEN reason_name LIKE 'user!_%' ESCAPE '!' THEN NULL ELSE expected END,
            actual = CASE WHEN reason_name LIKE 'user!_%' ESCAPE '!' THEN NULL ELSE actual END
        WHERE id = $1
        """;

    public async Task<Cleaned> CleanAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var marks = await RepeatAsync((connection, transaction) => ExecuteAsync(connection, transaction, Marks, ct, now, Rows), ct);
        var records = await RepeatAsync((connection, transaction) => ExecuteAsync(connection, transaction, Records, ct, FirstIdOf(now - options.RecordRetention), Rows), ct);
        var before = FirstIdOf(now - options.PersonalDataRetention);
        var blanked = await RepeatAsync((connection, transaction) => BlankAsync(connection, transaction, before, ct), ct);
        return new Cleaned(marks, records, blanked);
    }

    /// <summary>The least UUIDv7 of a time (RFC 9562 §5.7: the first 48 bits are Unix milliseconds).</summary>
    internal static Guid FirstIdOf(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The time that a UUIDv7 begins with, to the millisecond.</summary>
    internal static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16);
    }

    private async Task<int> RepeatAsync(Func<DbConnection, DbTransaction, Task<int>> step, CancellationToken ct)
    {
        for (var total = 0; ;)
        {
            var rows = await Outage.GuardAsync(provider, () => OnceAsync(step, ct));
            total += rows;
            if (rows < Rows)
                return total;
        }
    }

    private async Task<int> OnceAsync(Func<DbConnection, DbTransaction, Task<int>> step, CancellationToken ct)
    {
        using var turn = await provider.EnterWriteAsync(ct);
        await using var connection = await provider.OpenAsync(ConnectionUse.Write, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var rows = await step(connection, transaction);
        await transaction.CommitAsync(ct);
        return rows;
    }

    private async Task<int> ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = provider.Command(connection, transaction, sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    // The records are read in their order from where the last cleaning ended, for an index over those that are not blank yet
    // would cost every exchange.
    private async Task<int> BlankAsync(DbConnection connection, DbTransaction transaction, Guid before, CancellationToken ct)
    {
        var rows = await ReadAsync(connection, transaction, before, ct);
        foreach (var (id, claims) in rows)
        {
            await ExecuteAsync(connection, transaction,
                Blank, ct, id, claims is null ? "" : PersonalData.Remove(claims));
        }

        if (rows.Count > 0)
            await ExecuteAsync(connection, transaction, "INSERT INTO upkeep (task, done) VALUES ($1, $2) ON CONFLICT (task) DO UPDATE SET done = excluded.done", ct, UpkeepRow.PersonalData, rows[^1].Id);
        return rows.Count;
    }

    private async Task<List<(Guid Id, string? Claims)>> ReadAsync(DbConnection connection, DbTransaction transaction, Guid before, CancellationToken ct)
    {
        await using var command = provider.Command(connection, transaction, """
            SELECT id, claims FROM exchanges
            WHERE id > COALESCE((SELECT done FROM upkeep WHERE task = $1), $2) AND id < $3 ORDER BY id LIMIT $4
            """, UpkeepRow.PersonalData, Guid.Empty, before, Rows);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(Guid, string?)>();
        while (await reader.ReadAsync(ct))
            rows.Add((provider.Id(reader, 0), reader.IsDBNull(1) ? null : reader.GetString(1)));
        return rows;
    }
}
