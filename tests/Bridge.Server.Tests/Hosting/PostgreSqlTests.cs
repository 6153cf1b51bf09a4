using System.Net;
using Bridge.Testing.Databases;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

public sealed class PostgreSqlTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_serves_on_PostgreSQL()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PostgreSqlDatabase.Variable)), "there is no PostgreSQL server; tests/run starts one");
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { PostgreSql = database.ConnectionString, Yaml = ServerFixture.Yaml(gitLab) }, Ct);

        Assert.Equal(HttpStatusCode.OK, (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), "https://deploy.test", Ct)).Status);
        Assert.Equal(HttpStatusCode.OK, (await bridge.Public.GetAsync("/health/ready", Ct)).StatusCode);
        Assert.Null(Assert.Single(await bridge.QueryAsync("SELECT reason FROM exchanges", Ct))["reason"]);
    }
}
