using System.Data.Common;
using Bridge.Configuration;
using Bridge.Storage.Model;
using Bridge.Storage.Projects;
using Bridge.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Providers;

/// <summary>What a connection is opened for.</summary>
internal enum ConnectionUse
{
    Read,
    Write,
}

/// <summary>All that differs between the databases. Statements are shared, with parameters <c>$1</c>, <c>$2</c>, ….</summary>
internal abstract class Provider : IAsyncDisposable
{
    /// <summary>How many batches of the journal are on their way at once.</summary>
    public abstract int JournalWriters { get; }

    /// <summary>Whether a commit blocks its thread, so that the journal needs one of its own.</summary>
    public abstract bool Blocks { get; }

    /// <summary>Reads the revision so that no change can commit before the reading transaction ends.</summary>
    public abstract string LockRevisionForChange { get; }

    public static Provider Of(StorageOptions options) => options.Provider == StorageProvider.Sqlite ? new Sqlite(options) : new PostgreSql(options);

    /// <summary>How times and ids become columns.</summary>
    public static void Conventions(string? provider, ModelConfigurationBuilder builder)
    {
        if (provider == Sqlite.EntityFramework)
            Sqlite.Conventions(builder);
        else
            PostgreSql.Conventions(builder);
    }

    /// <summary>A context that opens its own connection.</summary>
    public abstract void Configure(DbContextOptionsBuilder builder);

    /// <summary>A context over a connection that is open.</summary>
    public abstract void Configure(DbContextOptionsBuilder builder, DbConnection connection);

    public abstract Task<DbConnection> OpenAsync(ConnectionUse use, CancellationToken ct);

    /// <summary>A transaction that sees one state of the database throughout.</summary>
    public abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken ct);

    public abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct);

    /// <summary>The turn to write, where a database has one writer.</summary>
    public virtual ValueTask<IDisposable?> EnterWriteAsync(CancellationToken ct) => new((IDisposable?)null);

    public abstract JournalConnection OpenJournal();

    public abstract Task<ProjectReader> OpenProjectReaderAsync(CancellationToken ct);

    /// <summary>A value as a parameter takes it; times lose what is finer than a millisecond.</summary>
    public abstract object Value(object? value);

    public abstract DbParameter Parameter(object? value, int position);

    public abstract DateTimeOffset Time(DbDataReader reader, int column);

    public abstract Guid Id(DbDataReader reader, int column);

    /// <summary>Whether the database gave up on one of several transactions that were in each other's way.</summary>
    public abstract bool IsConflict(Exception exception);

    /// <summary>Whether the database is well and another program kept it locked for as long as anybody waits.</summary>
    public virtual bool IsBusy(Exception exception) => false;

    /// <summary>Whether a value broke a key, which is the caller's mistake and no outage.</summary>
    public abstract bool IsKeyViolation(Exception exception);

    /// <summary>What an outage is, without a connection string.</summary>
    public abstract string Describe(Exception exception);

    /// <summary>Makes the database where there is none.</summary>
    public virtual Task CreateAsync(CancellationToken ct) => Task.CompletedTask;

    public abstract Task<bool> ExistsAsync(CancellationToken ct);

    public abstract Task<Durability> DurabilityAsync(CancellationToken ct);

    /// <summary>Whether the volume has so little space left that only grants are recorded.</summary>
    public virtual bool NearlyFull() => false;

    /// <summary>Told after each commit, about how many bytes it wrote.</summary>
    public virtual void Wrote(long bytes)
    {
    }

    /// <summary>Inserts many rows in the fastest way that the database has; a number must be of its column's type.</summary>
    public abstract Task InsertAsync(DbConnection connection, DbTransaction transaction, string table, string[] columns, IEnumerable<object?[]> rows, CancellationToken ct);

    public DbCommand Command(DbConnection connection, DbTransaction? transaction, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(Parameter(values[i], i + 1));
        return command;
    }

    public BridgeDbContext Context()
    {
        var builder = new DbContextOptionsBuilder<BridgeDbContext>();
        Configure(builder);
        return new BridgeDbContext(builder.Options);
    }

    public BridgeDbContext Context(DbConnection connection)
    {
        var builder = new DbContextOptionsBuilder<BridgeDbContext>();
        Configure(builder, connection);
        return new BridgeDbContext(builder.Options);
    }

    public StoreUnavailableException Unavailable(Exception exception) =>
        exception as StoreUnavailableException ?? new StoreUnavailableException($"The database is out of reach: {Describe(exception)}", exception);

    public abstract ValueTask DisposeAsync();
}
