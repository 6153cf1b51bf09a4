namespace Bridge.Storage.Tests.Homes;

/// <summary>Where a test's database lives.</summary>
public abstract class Home : IAsyncDisposable
{
    /// <summary>A database with the current schema.</summary>
    public abstract Task<StorageOptions> MigratedAsync();

    /// <summary>A place where there is no schema yet.</summary>
    public abstract Task<StorageOptions> EmptyAsync();

    public abstract ValueTask DisposeAsync();
}
