using System.Net;
using System.Text.Json.Nodes;
using Bridge.Simulator.Control;
using Bridge.Simulator.Discovery;
using Bridge.Testing;
using Xunit;

namespace Bridge.Server.Tests.Simulator;

public sealed class OutageTests : SimulatorTest
{
    private const string DiscoveryPath = "/.well-known/openid-configuration";
    private const string JwksPath = "/oauth/discovery/keys";

    [Fact]
    public async Task Refusing_answers_503_until_it_is_over()
    {
        await SwitchAsync("""{"mode":"refuse"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(DiscoveryPath));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(JwksPath));
        Assert.Equal(new RequestCounts(1, 1), GitLab.Requests);

        await SwitchAsync("""{"mode":"none"}""");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(DiscoveryPath));
    }

    [Fact]
    public async Task One_document_alone_can_be_out()
    {
        await SwitchAsync("""{"mode":"refuse","at":"jwks"}""");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(DiscoveryPath));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(JwksPath));
    }

    [Fact]
    public async Task Tokens_are_minted_during_an_outage()
    {
        GitLab.Outage = new Outage(OutageMode.Refuse);

        Assert.Equal(3, (await GitLab.MintAsync([], Ct)).Split('.').Length);
    }

    [Fact]
    public async Task Hanging_never_answers()
    {
        GitLab.Outage = new Outage(OutageMode.Hang);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var pending = Http.GetAsync(JwksPath, patience.Token);
        await Eventually.IsTrueAsync(() => GitLab.Requests.Jwks > 0, Ct);
        Assert.False(pending.IsCompleted);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task A_hanging_request_does_not_hold_up_the_end()
    {
        GitLab.Outage = new Outage(OutageMode.Hang);
        var pending = Http.GetAsync(DiscoveryPath, Ct);
        await Eventually.IsTrueAsync(() => GitLab.Requests.Discovery > 0, Ct);

        await GitLab.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
    }

    [Fact]
    public async Task Redirecting_leads_elsewhere()
    {
        await SwitchAsync("""{"mode":"redirect","url":"http://169.254.169.254/keys"}""");

        using var response = await Http.GetAsync(JwksPath, Ct);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("http://169.254.169.254/keys", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_foreign_JWKS_is_named_by_discovery()
    {
        await SwitchAsync("""{"mode":"foreign_jwks","url":"https://evil.example.com/keys"}""");

        var discovery = await GetJsonAsync(DiscoveryPath);

        Assert.Equal("https://evil.example.com/keys", Text(discovery, "jwks_uri"));
        Assert.Equal(GitLab.Url, Text(discovery, "issuer"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(JwksPath));
    }

    [Fact]
    public async Task A_huge_JWKS_is_more_than_100_MB_of_valid_JSON()
    {
        GitLab.Outage = new Outage(OutageMode.Huge);

        await using var body = await Http.GetStreamAsync(JwksPath, Ct);
        var buffer = new byte[64 * 1024];
        var (length, start, last) = (0L, "", (byte)0);
        for (int read; (read = await body.ReadAsync(buffer, Ct)) > 0; length += read)
        {
            if (length == 0) start = System.Text.Encoding.ASCII.GetString(buffer, 0, read);
            last = buffer[read - 1];
        }

        Assert.True(length > 100_000_000, $"{length} bytes");
        Assert.StartsWith("""{"keys":[""", start, StringComparison.Ordinal);
        Assert.Equal((byte)'}', last);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(DiscoveryPath));
    }

    [Fact]
    public async Task Garbage_is_not_JSON()
    {
        GitLab.Outage = new Outage(OutageMode.Garbage);

        Assert.StartsWith("<", await Http.GetStringAsync(JwksPath, Ct), StringComparison.Ordinal);
        Assert.StartsWith("<", await Http.GetStringAsync(DiscoveryPath, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_JWKS_has_no_keys()
    {
        GitLab.Outage = new Outage(OutageMode.Empty);
        Assert.Equal("""{"keys":[]}""", await Http.GetStringAsync(JwksPath, Ct));

        GitLab.Outage = new Outage(OutageMode.Empty, At: PublishedDocument.Discovery);
        Assert.Equal("{}", await Http.GetStringAsync(DiscoveryPath, Ct));
    }

    [Theory]
    [InlineData("""{}""", "'mode' is missing")]
    [InlineData("""{"mode":"fire"}""", "unknown mode 'fire'; known are none, refuse, hang, redirect, foreign_jwks, huge, garbage, empty")]
    [InlineData("""{"mode":"redirect"}""", "'url' goes with the modes redirect and foreign_jwks, and these need it")]
    [InlineData("""{"mode":"refuse","url":"x"}""", "'url' goes with the modes redirect and foreign_jwks, and these need it")]
    [InlineData("""{"mode":"foreign_jwks","url":"x","at":"jwks"}""", "the mode foreign_jwks concerns discovery alone")]
    public async Task A_switch_that_makes_no_sense_is_refused(string body, string expected)
    {
        using var response = await PostAsync("/simulator/outage", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(expected, JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!["error"]!.GetValue<string>());
        Assert.Equal(Outage.None, GitLab.Outage);
    }

    [Fact]
    public async Task Every_fetch_is_counted()
    {
        await Http.GetStringAsync(DiscoveryPath, Ct);
        await Http.GetStringAsync(JwksPath, Ct);
        await Http.GetStringAsync("/-/jwks", Ct);
        await GitLab.MintAsync([], Ct);

        Assert.Equal("""{"discovery":1,"jwks":2}""", await Http.GetStringAsync("/simulator/requests", Ct));
        Assert.Equal(new RequestCounts(1, 2), GitLab.Requests);
    }

    private async Task SwitchAsync(string body)
    {
        using var response = await PostAsync("/simulator/outage", body);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await Http.GetAsync(path, Ct);
        return response.StatusCode;
    }
}
