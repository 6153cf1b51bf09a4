using Bridge.Access;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Browser.Tests.Browsing;

/// <summary>A Bridge as it is after <c>bridge init</c>: nobody and nothing is known yet.</summary>
public sealed class NewServer : IAsyncLifetime
{
    public GitLabSimulator GitLab { get; private set; } = null!;

    public BridgeServer Bridge { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        GitLab = await GitLabSimulator.StartAsync();
        Bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:FailuresPerMinute"] = "0" } });
    }

    public async ValueTask DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await GitLab.DisposeAsync();
    }

    /// <summary>What <c>bridge setup-link</c> prints, as a path.</summary>
    public async Task<string> SetupLinkAsync(CancellationToken ct)
    {
        var secret = Secret.Make();
        Assert.True(await Bridge.Engine.Database.Invitations.AddAsync(new Invitation(Secret.Hash(secret), Role.Admin, First: true, "cli:test", Bridge.Engine.Time.GetUtcNow() + Invitation.Life), ct));
        return $"/setup/{secret}";
    }
}
