using Bridge.Storage;
using Bridge.Storage.Model;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Migrations.Design;

/// <summary>The model for <c>dotnet ef … -- sqlite</c> and <c>dotnet ef … -- postgresql</c>; it needs no database.</summary>
public sealed class DesignContext : IDesignTimeDbContextFactory<BridgeDbContext>
{
    public BridgeDbContext CreateDbContext(string[] args) => BridgeDatabase.Open(Options(args), TimeProvider.System, NullLoggerFactory.Instance).CreateContext();

    private static StorageOptions Options(string[] args) => args is ["postgresql"]
        ? new() { Provider = StorageProvider.PostgreSql, ConnectionString = "Host=design" }
        : new() { Provider = StorageProvider.Sqlite, Path = "design.db" };
}
