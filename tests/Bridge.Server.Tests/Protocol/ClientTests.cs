using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bridge.Server.Tests.Hosting;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Protocol;

public sealed class ClientTests : IAsyncLifetime
{
    private const string Id = "runner:one";
    private const string Secret = "s+e c%r/et";

    private GitLabSimulator gitLab = null!;
    private BridgeServer bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        gitLab = await GitLabSimulator.StartAsync(ct: Ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
        bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = $"{ServerFixture.Yaml(gitLab)}\nclients: [{{ id: runner, secret_sha256: [{hash}] }}]\n" }, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await bridge.DisposeAsync();
        await gitLab.DisposeAsync();
    }

    [Fact]
    public async Task A_client_authenticates_in_the_header_or_in_the_form()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Basic("runner", Secret))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(null, ("client_id", "runner"), ("client_secret", Secret))).Status);
        Assert.Equal("runner", (await bridge.QueryAsync("SELECT DISTINCT client FROM exchanges", Ct)).Single()["client"]);
    }

    [Theory]
    [InlineData("runner", "wrong")]
    [InlineData("nobody", Secret)]
    [InlineData("gitlab-ci", Secret)]
    [InlineData(Id, Secret)]
    public async Task A_wrong_credential_is_invalid_client_with_a_challenge(string id, string secret)
    {
        foreach (var response in new[] { await PostAsync(Basic(id, secret)), await PostAsync(null, ("client_id", id), ("client_secret", secret)) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
            Assert.Equal("invalid_client", response.Member("error"));
            Assert.Equal("client_invalid", response.Reason);
            Assert.Equal("Basic realm=\"Bridge\", charset=\"UTF-8\"", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Bearer eyJ")]
    [InlineData(",")]
    public async Task A_header_that_cannot_be_read_is_invalid_client(string header)
    {
        bridge.Public.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(null)).Status);
    }

    [Fact]
    public async Task Both_ways_at_once_are_refused()
    {
        var response = await PostAsync(Basic("runner", Secret), ("client_secret", Secret));

        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("client_authentication_ambiguous", response.Reason);
        Assert.Empty(response.Headers.WwwAuthenticate);
    }

    private Task<TokenResponse> PostAsync(AuthenticationHeaderValue? authorization, params IEnumerable<(string, string)> more) =>
        bridge.PostAsync(BridgeServer.Form(gitLab.Mint(bridge.Issuer), "https://deploy.test").Concat(more), authorization, Ct);

    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
}
