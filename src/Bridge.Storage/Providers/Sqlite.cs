using System.Data.Common;
using Bridge.Configuration;
using Bridge.Storage.Projects;
using Bridge.Storage.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SQLitePCL;

namespace Bridge.Storage.Providers;

/// <summary>
/// SQLite in a file: write-ahead log, every commit fsynced. One writer at a time; within this program they take turns, other
/// programs wait for the file's lock. The log goes back into the file in the background, never within a commit.
/// </summary>
internal sealed class Sqlite : Provider
{
    public const string EntityFramework = "Microsoft.EntityFrameworkCore.Sqlite";

    // synchronous=FULL is what makes a commit durable: NORMAL loses the last commits with the power.
    private const string Pragmas = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;";

    private const string ForReading = "PRAGMA query_only = ON;";

    private readonly string path;
    private readonly long floor;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Checkpoints checkpoints;
    private (long At, bool NearlyFull) space = (long.MinValue, false);

    public Sqlite(StorageOptions options)
    {
        path = Path.GetFullPath(options.Path ?? throw new ArgumentException("SQLite needs the path of its file.", nameof(options)));
        floor = options.FreeSpaceFloor;
        checkpoints = new Checkpoints(path + "-wal", OpenCheckpoint, EnterWriteAsync);
    }

    public override int JournalWriters => 1;

    public override bool Blocks => true;

    // The transaction holds the write lock from its first statement.
    public override string LockRevisionForChange => "SELECT number FROM revision";

    public static void Conventions(ModelConfigurationBuilder builder)
    {
        builder.Properties<DateTimeOffset>().HaveConversion<UnixTime>();
        builder.Properties<Guid>().HaveConversion<OrderedId>();
    }

    public override void Configure(DbContextOptionsBuilder builder) =>
        builder.UseSqlite(Text(SqliteOpenMode.ReadWrite), options => options.MigrationsAssembly("Bridge.Migrations.Sqlite")).AddInterceptors(new Opened());

    public override void Configure(DbContextOptionsBuilder builder, DbConnection connection) =>
        builder.UseSqlite(connection, options => options.MigrationsAssembly("Bridge.Migrations.Sqlite"));

    public override Task<DbConnection> OpenAsync(ConnectionUse use, CancellationToken ct) =>
        Task.FromResult<DbConnection>(Open(use == ConnectionUse.Read ? ForReading : ""));

    public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        return new Turn(turn);
    }

    public override JournalConnection OpenJournal()
    {
        var connection = Open();
        return new BlockingJournal(this, connection, sql => new SqliteStatement(connection.Handle!, sql), () => raw.sqlite3_get_autocommit(connection.Handle) == 0, turn);
    }

    public override Task<ProjectReader> OpenProjectReaderAsync(CancellationToken ct)
    {
        var connection = Open(ForReading);
        return Task.FromResult<ProjectReader>(new BlockingProjectReader(connection, sql => new SqliteStatement(connection.Handle!, sql)));
    }

    public override object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        Guid id => id.ToByteArray(bigEndian: true),
        _ => value,
    };

    public override DbParameter Parameter(object? value, int position) => new SqliteParameter($"${position}", Value(value));

    public override DateTimeOffset Time(DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public override Guid Id(DbDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

    // Within one program there is one writer, and another one is waited for.
    public override bool IsConflict(Exception exception) => false;

    public override bool IsBusy(Exception exception) => Find(exception)?.SqliteErrorCode == raw.SQLITE_BUSY;

    public override bool IsKeyViolation(Exception exception) => Find(exception)?.SqliteErrorCode == raw.SQLITE_CONSTRAINT;

    public override string Describe(Exception exception) => Find(exception) is { } error
        ? $"SQLite error {error.SqliteErrorCode} ({error.SqliteExtendedErrorCode}), {raw.sqlite3_errstr(error.SqliteErrorCode).utf8_to_string()}."
        : $"{exception.GetType().Name}.";

    public override Task CreateAsync(CancellationToken ct)
    {
        CheckFolder();
        if (!File.Exists(path))
            CreateFile();
        using var connection = Open("PRAGMA journal_mode = WAL;");
        return Task.CompletedTask;
    }

    public override Task<bool> ExistsAsync(CancellationToken ct)
    {
        CheckFolder();
        return Task.FromResult(File.Exists(path));
    }

    public override Task<Durability> DurabilityAsync(CancellationToken ct)
    {
        using var connection = Open();
        var mode = (string)Scalar(connection, "PRAGMA journal_mode")!;
        var synchronous = (long)Scalar(connection, "PRAGMA synchronous")!;
        return Task.FromResult(new Durability([
            new("journal_mode", mode, "wal", mode == "wal"),
            new("synchronous", synchronous switch { 0 => "off", 1 => "normal", 2 => "full", _ => "extra" }, "full", synchronous >= 2)]));
    }

    public override bool NearlyFull()
    {
        var now = Environment.TickCount64;
        if (now - space.At > 1000 || space.At == long.MinValue)
            space = (now, new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < floor);
        return space.NearlyFull;
    }

    public override void Wrote(long bytes) => checkpoints.Wrote(bytes);

    public override Task InsertAsync(DbConnection connection, DbTransaction transaction, string table, string[] columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        using var command = Command(connection, transaction, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})", [.. columns]);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = Value(row[i]);
            command.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await checkpoints.DisposeAsync();
        turn.Dispose();
    }

    private SqliteConnection Open(string more = "")
    {
        CheckFolder();
        if (!File.Exists(path))
            throw new StoreUnavailableException($"There is no database at {path}: run `bridge migrate`.");
        var connection = new SqliteConnection(Text(SqliteOpenMode.ReadWrite));
        try
        {
            connection.Open();
            Execute(connection, Pragmas + more);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // It waits for a reader of the old log only shortly: while it waits for one, it holds the writer's turn.
    private Checkpoint OpenCheckpoint()
    {
        var connection = Open("PRAGMA busy_timeout = 100;");
        return new Checkpoint(connection, mode => Frames(connection, mode));
    }

    private static long Frames(SqliteConnection connection, string mode)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA wal_checkpoint({mode})";
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(1) : 0;
    }

    // The log and its index get the mode of the file.
    private void CreateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteException? Find(Exception? exception) => exception as SqliteException ?? (exception is null ? null : Find(exception.InnerException));

    private string Text(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, ForeignKeys = true, Pooling = false, DefaultTimeout = 10 }.ToString();

    private void CheckFolder()
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            throw new StoreUnavailableException($"The folder {folder} of the database does not exist: make it, or name another path.");
        if (Directory.Exists(path))
            throw new StoreUnavailableException($"{path} is a folder: name a file in it.");
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    private sealed class Opened : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Execute((SqliteConnection)connection, Pragmas);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Execute((SqliteConnection)connection, Pragmas);
            return Task.CompletedTask;
        }
    }

    private sealed class UnixTime() : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));

    /// <summary>Big-endian, so that the order of bytes is the order of UUIDv7.</summary>
    private sealed class OrderedId() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));
}
