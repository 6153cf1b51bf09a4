using System.Text.Json.Nodes;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks;

/// <summary>A test in a <see cref="World"/> that its class shares.</summary>
public abstract class WorldTest<TWorld>(TWorld world) : ExchangeTest, IClassFixture<TWorld>
    where TWorld : World
{
    protected TWorld World => world;

    protected GitLabSimulator GitLab => world.GitLab;

    protected BridgeServer Bridge => world.Bridge;

    protected ManualClock Clock => world.Clock;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await world.ConfigureAsync(Yaml, Ct);
    }

    /// <summary>What Bridge is configured with, for the whole class.</summary>
    protected abstract string Yaml(World world);

    /// <summary>The token of a job with these claims; null removes one.</summary>
    protected string Job(params IEnumerable<(string Name, JsonNode? Value)> claims) => Job(TokenPreset.Branch, claims);

    protected string Job(TokenPreset preset, params IEnumerable<(string Name, JsonNode? Value)> claims) => Job(GitLab, preset, claims);

    protected string Job(GitLabSimulator gitLab, TokenPreset preset, params IEnumerable<(string Name, JsonNode? Value)> claims) =>
        gitLab.Mint(Bridge.Issuer, preset, new JsonObject(claims.Select(claim => KeyValuePair.Create(claim.Name, claim.Value))));

    /// <summary>The token of a job of a project, on its protected main branch.</summary>
    protected string JobOf(string projectId, string path, params IEnumerable<(string Name, JsonNode? Value)> more) =>
        Job([("project_id", projectId), ("project_path", path), .. more]);

    protected Task<Granted> GrantedAsync(string subjectToken, string audience, params IEnumerable<(string Name, string Value)> more) =>
        GrantedAsync(Bridge, subjectToken, audience, more);

    protected Task<ExchangeRecord> RefusedAsync(Reason reason, string subjectToken, string audience, string? expected = null, string? actual = null, params IEnumerable<(string Name, string Value)> more) =>
        RefusedAsync(Bridge, reason, subjectToken, audience, expected, actual, more);
}
