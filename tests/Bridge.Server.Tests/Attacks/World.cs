using Bridge.Testing;
using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks;

/// <summary>A GitLab, another one, and a Bridge, on one clock; the tests of a class share them, each with projects of its own.</summary>
public abstract class World : IAsyncLifetime
{
    private int projects = 1000;
    private bool configured;

    public ManualClock Clock { get; } = new();

    public GitLabSimulator GitLab { get; private set; } = null!;

    public GitLabSimulator OtherGitLab { get; private set; } = null!;

    public BridgeServer Bridge { get; private set; } = null!;

    /// <summary>An id that no other project of this world has.</summary>
    public string NewProjectId() => $"{Interlocked.Increment(ref projects)}";

    /// <summary>A word that nothing in this world is known by.</summary>
    public string NewWord() => $"word-{Interlocked.Increment(ref projects)}";

    /// <summary>Applies what the class needs, once.</summary>
    public async Task ConfigureAsync(Func<World, string> yaml, CancellationToken ct)
    {
        if (configured)
            return;
        await Bridge.ApplyAsync(yaml(this), ct);
        configured = true;
    }

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync(time: Clock);
        OtherGitLab = await GitLabSimulator.StartAsync(time: Clock);
        Bridge = await BridgeServer.StartAsync(await OptionsAsync() with { Time = Clock });
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Bridge.DisposeAsync();
        await OtherGitLab.DisposeAsync();
        await GitLab.DisposeAsync();
    }

    /// <summary>One more node of the same Bridge.</summary>
    public Task<BridgeServer> SecondNodeAsync(CancellationToken ct) => BridgeServer.StartAsync(Bridge.SameAgain(Clock), ct);

    protected abstract Task<BridgeServerOptions> OptionsAsync();
}

/// <summary>On SQLite.</summary>
public sealed class SqliteWorld : World
{
    protected override Task<BridgeServerOptions> OptionsAsync() => Task.FromResult(new BridgeServerOptions());
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlWorld : World
{
    private PostgreSqlDatabase database = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await database.DisposeAsync();
    }

    protected override async Task<BridgeServerOptions> OptionsAsync()
    {
        database = await PostgreSqlDatabase.CreateAsync();
        return new BridgeServerOptions { PostgreSql = database.ConnectionString };
    }
}
