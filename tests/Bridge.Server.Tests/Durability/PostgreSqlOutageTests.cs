using Bridge.Refusals;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Durability;

/// <summary>PostgreSQL stops, and comes back.</summary>
public sealed class PostgreSqlOutageTests : OutageTest
{
    [Fact]
    public async Task While_the_database_is_down_nobody_gets_a_token_and_when_it_is_back_everybody_does()
    {
        await using var postgres = await PostgreSqlService.StartAsync();
        await using var bridge = await StartAsync(new BridgeServerOptions { PostgreSql = postgres.ConnectionString });
        await GrantedAsync(bridge, Job(), Deploy);
        var keys = await PublishedKeysAsync(bridge);

        await postgres.StopAsync();
        AssertUnavailable(await SendAsync(bridge, Job(), Deploy), "store_unavailable");
        AssertUnavailable(await SendAsync(bridge, Job("feature"), Deploy), "store_unavailable");
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(bridge, Job(), Deploy))))
            AssertUnavailable(answer, "store_unavailable");
        Assert.Equal(503, (int)(await bridge.Public.GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Equal(keys, await PublishedKeysAsync(bridge));

        await postgres.StartAgainAsync();
        await GrantedAsync(bridge, Job(), Deploy);
        await RefusedAsync(bridge, Reason.NoRuleMatched, Job("feature"), Deploy, "main", "feature");
        Assert.Equal(3, await CountAsync(bridge));
    }
}
