using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Testing.Contracts;

/// <summary>Three GitLab instances and one host that trusts them, for all stories of the contract.</summary>
public abstract class ExchangeFixture : IAsyncLifetime
{
    public GitLabSimulator GitLab { get; private set; } = null!;

    public GitLabSimulator Partner { get; private set; } = null!;

    public GitLabSimulator Small { get; private set; } = null!;

    public IExchangeHost Host { get; private set; } = null!;

    /// <summary>The configuration that holds when a story begins.</summary>
    public string Yaml => ContractConfiguration.Yaml(GitLab.Url, Partner.Url, Small.Url);

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync();
        Partner = await GitLabSimulator.StartAsync();
        Small = await GitLabSimulator.StartAsync();
        Host = await StartAsync(Yaml);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Whatever was started before a start failed.
        foreach (var started in new IAsyncDisposable?[] { Host, GitLab, Partner, Small }.OfType<IAsyncDisposable>())
            await started.DisposeAsync();
    }

    protected abstract Task<IExchangeHost> StartAsync(string yaml);
}
