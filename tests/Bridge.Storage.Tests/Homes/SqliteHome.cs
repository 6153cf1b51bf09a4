using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Storage.Tests.Homes;

/// <summary>A file in a folder of its own.</summary>
public sealed class SqliteHome : Home
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bridge-");

    public override async Task<StorageOptions> MigratedAsync()
    {
        var options = await EmptyAsync();
        await using var database = BridgeDatabase.Open(options, TimeProvider.System, NullLoggerFactory.Instance);
        await database.MigrateAsync(CancellationToken.None);
        return options;
    }

    public override Task<StorageOptions> EmptyAsync() =>
        Task.FromResult(new StorageOptions { Provider = StorageProvider.Sqlite, Path = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.db"), FreeSpaceFloor = 0 });

    public override ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
