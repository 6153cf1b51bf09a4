using System.Data;
using System.Data.Common;
using Bridge.Storage.Model;
using Bridge.Storage.Projects;
using Bridge.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;
using NpgsqlTypes;

namespace Bridge.Storage.Providers;

/// <summary>PostgreSQL. Several nodes may share one database.</summary>
internal sealed class PostgreSql : Provider
{
    private const string Migrations = "Bridge.Migrations.PostgreSql";

    // Shared row locks may follow each other for ever under load, and a change would wait as long. This lock is asked for
    // first, and PostgreSQL serves it in the order it was asked for.
    public const string FairShared = "SELECT pg_advisory_xact_lock_shared(4706543)";
    private const string FairAlone = "SELECT pg_advisory_xact_lock(4706543)";

    private static readonly TimeSpan LongestImport = TimeSpan.FromMinutes(2);

    private readonly NpgsqlDataSource source;

    public PostgreSql(StorageOptions options)
    {
        var text = new NpgsqlConnectionStringBuilder(options.ConnectionString ?? throw new ArgumentException("PostgreSQL needs a connection string.", nameof(options)));
        Default(text, "Timeout", () => text.Timeout = 5);
        Default(text, "Command Timeout", () => text.CommandTimeout = 10);
        Default(text, "Max Auto Prepare", () => text.MaxAutoPrepare = 32);
        Default(text, "Application Name", () => text.ApplicationName = "bridge");
        source = NpgsqlDataSource.Create(text);
    }

    public override int JournalWriters => 2;

    public override bool Blocks => false;

    public override string LockRevisionForChange => "SELECT number FROM revision FOR UPDATE";

    /// <summary>What a connection string says, or null. Why it is none is not told: that would repeat what may be a password.</summary>
    public static NpgsqlConnectionStringBuilder? TryRead(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    public static void Conventions(ModelConfigurationBuilder builder)
    {
        builder.Properties<DateTimeOffset>().HaveConversion<UtcTime>();
        builder.Properties<string>().HaveConversion<HeldText>().UseCollation("C");
    }

    public override void Configure(DbContextOptionsBuilder builder) => builder.UseNpgsql(source, options => options.MigrationsAssembly(Migrations));

    public override void Configure(DbContextOptionsBuilder builder, DbConnection connection) =>
        builder.UseNpgsql(connection, options => options.MigrationsAssembly(Migrations));

    public override async Task<DbConnection> OpenAsync(ConnectionUse use, CancellationToken ct) => await source.OpenConnectionAsync(ct);

    public override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    public override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await using var fair = Command(connection, transaction, FairAlone);
        await fair.ExecuteNonQueryAsync(ct);
        return transaction;
    }

    public override JournalConnection OpenJournal() => new PostgreSqlJournal(this, source.CreateConnection());

    public override Task<ProjectReader> OpenProjectReaderAsync(CancellationToken ct) => CommandProjectReader.OpenAsync(this, ct);

    public override object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => Truncate(time),
        _ => value,
    };

    public override DbParameter Parameter(object? value, int position) => new NpgsqlParameter { Value = Value(value) };

    public override DateTimeOffset Time(DbDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    public override Guid Id(DbDataReader reader, int column) => reader.GetGuid(column);

    public override bool IsConflict(Exception exception) =>
        Find(exception)?.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    public override bool IsKeyViolation(Exception exception) => Find(exception)?.SqlState is PostgresErrorCodes.UniqueViolation;

    public override string Describe(Exception exception) => Find(exception) is { } error
        ? $"PostgreSQL error {error.SqlState}."
        : exception is TimeoutException or { InnerException: TimeoutException } ? "PostgreSQL did not answer in time." : $"no connection to PostgreSQL ({exception.GetType().Name}).";

    public override async Task<bool> ExistsAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    public override async Task<Durability> DurabilityAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return new Durability([
            // Weaker ones lose commits with the server or with its standby; remote_apply waits for more than on does.
            await SettingAsync(connection, "synchronous_commit", "on", ["on", "remote_apply"], ct),
            await SettingAsync(connection, "fsync", "on", ["on"], ct),
            await SettingAsync(connection, "full_page_writes", "on", ["on"], ct)]);
    }

    public override async Task InsertAsync(DbConnection connection, DbTransaction transaction, string table, string[] columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        await using var import = await ((NpgsqlConnection)connection).BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)", ct);
        // Foreign keys are looked at in the end, and the server answers only then.
        import.Timeout = LongestImport;
        foreach (var row in rows)
            await import.WriteRowAsync(ct, row);
        await import.CompleteAsync(ct);
    }

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    public static DateTime Truncate(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()).UtcDateTime;

    private static PostgresException? Find(Exception? exception) => exception as PostgresException ?? (exception is null ? null : Find(exception.InnerException));

    private static void Default(NpgsqlConnectionStringBuilder text, string key, Action set)
    {
        if (!text.ShouldSerialize(key))
            set();
    }

    private async Task<DurabilitySetting> SettingAsync(DbConnection connection, string name, string wanted, string[] met, CancellationToken ct)
    {
        await using var command = Command(connection, null, $"SHOW {name}");
        var value = (string)(await command.ExecuteScalarAsync(ct))!;
        return new DurabilitySetting(name, value, wanted, met.Contains(value));
    }

    // Whoever looks for a text that cannot be held finds none; a statement with it would fail.
    private sealed class HeldText() : ValueConverter<string, string>(text => StoredText.Shown(text)!, text => text);

    private sealed class UtcTime() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds()), time => time.ToUniversalTime());
}

/// <summary>
/// A journal's connection. Revision, pins, guards and records go to the server in one message, and the commit follows when all met
/// what they expected; in the rare other case the transaction is rolled back.
/// </summary>
internal sealed class PostgreSqlJournal(Provider provider, NpgsqlConnection connection) : JournalConnection
{
    // The lock, the revision and the pins.
    private const int BeforeGuards = 3;

    private static readonly string Insert =
        $"INSERT INTO exchanges ({ExchangeColumns.Names}) SELECT * FROM unnest({string.Join(", ", ExchangeColumns.All.Select((column, i) => $"${i + 1}::{Type(column.Kind)}[]"))})";

    public override async ValueTask<bool> TryAsync(Attempt attempt)
    {
        if (connection.State != ConnectionState.Open)
            await connection.OpenAsync();
        Used = true;
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        var seeing = attempt.Seeing.ToList();
        await using var batch = Batch(attempt, seeing);
        await using (var reader = await batch.ExecuteReaderAsync())
            await ReadAsync(attempt, seeing, reader);
        for (var i = 0; i < attempt.Guards.Count; i++)
            attempt.Met(attempt.Guards[i], batch.BatchCommands[BeforeGuards + i].RecordsAffected);
        if (attempt.Lost || attempt.Recorded.Count == 0)
            return !attempt.Lost;
        attempt.Committing = true;
        await transaction.CommitAsync();
        return true;
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task ReadAsync(Attempt attempt, List<PendingEntry> seeing, NpgsqlDataReader reader)
    {
        await reader.NextResultAsync();
        await reader.ReadAsync();
        attempt.Superseded(reader.GetInt64(0));
        await reader.NextResultAsync();
        var row = new ReaderRow(provider, reader);
        foreach (var entry in seeing)
        {
            await reader.ReadAsync();
            attempt.Found(entry, ProjectPins.Read(row));
        }

        while (await reader.NextResultAsync())
        {
            // An error of a later statement shows only when its result is read.
        }
    }

    private static string Type(ColumnKind kind) => kind switch
    {
        ColumnKind.Id => "uuid",
        ColumnKind.Time => "timestamptz",
        ColumnKind.Number => "bigint",
        _ => "text",
    };

    private static NpgsqlParameter Column(ExchangeColumn column, List<PendingEntry> entries) => column.Kind switch
    {
        ColumnKind.Id => new NpgsqlParameter<Guid[]> { TypedValue = Values(column, entries, value => (Guid)value!) },
        // Without the type a null would stand for a time without a zone, and no other could stand beside it.
        ColumnKind.Time => new NpgsqlParameter<DateTime?[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, TypedValue = Values(column, entries, value => value is DateTimeOffset time ? PostgreSql.Truncate(time) : (DateTime?)null) },
        ColumnKind.Number => new NpgsqlParameter<long?[]> { TypedValue = Values(column, entries, value => (long?)value) },
        _ => new NpgsqlParameter<string?[]> { TypedValue = Values(column, entries, value => (string?)value) },
    };

    private static T[] Values<T>(ExchangeColumn column, List<PendingEntry> entries, Func<object?, T> convert)
    {
        var values = new T[entries.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = convert(column.Value(entries[i].Entry.Record));
        return values;
    }

    private static NpgsqlBatchCommand Pins(List<PendingEntry> seeing)
    {
        var queries = seeing.ConvertAll(entry => ProjectPins.Values(entry.Entry.Seen!.Query));
        var command = new NpgsqlBatchCommand(ProjectPins.SqlOfMany);
        for (var i = 0; i < ProjectPins.Parameters; i++)
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. queries.Select(values => values[i])] });
        return command;
    }

    private NpgsqlBatch Batch(Attempt attempt, List<PendingEntry> seeing)
    {
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgreSql.FairShared));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT number FROM revision FOR SHARE"));
        batch.BatchCommands.Add(Pins(seeing));
        foreach (var guard in attempt.Guards)
        {
            var command = new NpgsqlBatchCommand(Guard.Sql(guard.Kind));
            foreach (var value in guard.Values)
                command.Parameters.Add(new NpgsqlParameter { Value = provider.Value(value) });
            batch.BatchCommands.Add(command);
        }

        if (attempt.Recorded.Count > 0)
        {
            var insert = new NpgsqlBatchCommand(Insert);
            foreach (var column in ExchangeColumns.All)
                insert.Parameters.Add(Column(column, attempt.Recorded));
            batch.BatchCommands.Add(insert);
        }

        return batch;
    }
}
