using Npgsql;

namespace Bridge.Testing.Databases;

/// <summary>A database of its own for a test, on the server that the test script started.</summary>
public sealed class PostgreSqlDatabase : IAsyncDisposable
{
    public const string Variable = "BRIDGE_TEST_POSTGRESQL";

    private readonly string server;
    private readonly string name;

    private PostgreSqlDatabase(string server, string name) => (this.server, this.name) = (server, name);

    /// <summary>How to reach the server.</summary>
    public static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? text
        : throw new InvalidOperationException($"{Variable} is not set: start a server with `tests/postgresql start DIR` and put what it prints there, or run tests/run.");

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();

    /// <summary>A new database, empty or as <paramref name="template"/> is.</summary>
    public static async Task<PostgreSqlDatabase> CreateAsync(PostgreSqlDatabase? template = null)
    {
        var database = new PostgreSqlDatabase(Server, $"test_{Guid.NewGuid():N}");
        await ExecuteAsync(database.server, $"CREATE DATABASE {database.name}" + (template is null ? "" : $" TEMPLATE {template.name}"));
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString))
            NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
