using System.Net;
using Bridge.Server.Tests.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Protocol;

public sealed class ExchangeTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_gets_a_token()
    {
        var response = await servers.Bridge.ExchangeAsync(servers.GitLab.Mint(servers.Bridge.Issuer), "https://deploy.test", Ct);

        Assert.True(response.Status == HttpStatusCode.OK, response.Text);
    }
}
