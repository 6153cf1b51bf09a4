using Bridge.Storage.Tests.Homes;
using Bridge.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Storage.Tests;

/// <summary>What both databases must do alike; each contract derives once for each.</summary>
public abstract class StoreContract<THome> : IAsyncLifetime
    where THome : Home, new()
{
    private readonly List<BridgeDatabase> nodes = [];

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected ManualClock Clock { get; } = new();

    protected THome Home { get; } = new();

    protected StorageOptions Options { get; private set; } = null!;

    /// <summary>The first node.</summary>
    protected BridgeDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Options = await Home.MigratedAsync();
        Database = Node();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
            await node.DisposeAsync();
        await Home.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>How many rows the journal wrote.</summary>
    protected async Task<(int Records, int Marks, int Pins, int Paths)> CountsAsync()
    {
        await using var context = Database.CreateContext();
        return (await context.Exchanges.CountAsync(Ct), await context.ReplayMarks.CountAsync(Ct), await context.ProjectPins.CountAsync(Ct), await context.BurnedPaths.CountAsync(Ct));
    }

    /// <summary>One more node on the same database.</summary>
    protected BridgeDatabase Node(StorageOptions? options = null)
    {
        var node = BridgeDatabase.Open(options ?? Options, Clock, NullLoggerFactory.Instance);
        nodes.Add(node);
        return node;
    }
}
