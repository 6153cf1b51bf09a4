using System.Net;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

/// <summary>What orchestrators and load balancers ask.</summary>
public sealed class HealthTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_lives_and_is_ready_says_200_without_a_body()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);

        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            var response = await bridge.Public.GetAsync(path, Ct);
            Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Ct)));
            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Without_a_key_of_each_algorithm_a_node_is_not_ready_and_lives(string algorithm)
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.QueryAsync($"DELETE FROM signing_keys WHERE algorithm = '{algorithm}'; UPDATE revision SET number = number + 1", Ct);
        await bridge.Engine.Configurations.RefreshAsync(Ct);

        var ready = await bridge.Public.GetAsync("/health/ready", Ct);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, ""), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Ct)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bridge.Admin.GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bridge.Public.GetAsync("/health/live", Ct)).StatusCode);
    }

    [Fact]
    public async Task On_a_schema_of_a_later_program_a_node_is_not_ready()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.QueryAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '10')", Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bridge.Public.GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Contains("\"schema\":\"newer\"", await (await bridge.Admin.GetAsync("/health/ready", Ct)).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
