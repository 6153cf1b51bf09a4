using Bridge.Storage.Providers;

namespace Bridge.Storage;

/// <summary>The databases that Bridge runs on.</summary>
public enum StorageProvider
{
    Sqlite,
    PostgreSql,
}

/// <summary>Where the database is, and how it is written.</summary>
public sealed record StorageOptions
{
    public StorageProvider Provider { get; init; }

    /// <summary>The file of a SQLite database. Its folder must exist.</summary>
    public string? Path { get; init; }

    /// <summary>How to reach a PostgreSQL server, as Npgsql reads it.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Whether <paramref name="text"/> is a connection string, whatever server it leads to.</summary>
    public static bool IsConnectionString(string text) => PostgreSql.TryRead(text) is { Host.Length: > 0 };

    /// <summary>SQLite: with fewer free bytes than this on its volume, refusals are counted and not recorded.</summary>
    public long FreeSpaceFloor { get; init; } = 256L << 20;

    /// <summary>How many exchanges share one commit at most.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>How many exchanges may wait for their commit; the next ones wait to be let in.</summary>
    public int QueueLength { get; init; } = 4096;

    /// <summary>How long records are kept.</summary>
    public TimeSpan RecordRetention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How long records keep who ran the job and from which address.</summary>
    public TimeSpan PersonalDataRetention { get; init; } = TimeSpan.FromDays(90);
}
