using System.Net;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

public sealed class ForwardingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "203.0.113.7", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "203.0.113.7", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.7, 127.0.0.1", "203.0.113.7")]
    [InlineData("127.0.0.1", "2001:db8::1", "2001:db8::1")]
    [InlineData("127.0.0.1", "nonsense", "127.0.0.1")]
    public async Task Only_configured_proxies_say_who_the_client_is(string? proxy, string header, string recorded)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (proxy is not null)
            settings["Proxies:0"] = proxy;
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Settings = settings }, Ct);
        bridge.Public.DefaultRequestHeaders.Add("X-Forwarded-For", header);

        await bridge.ExchangeAsync("nothing", "https://deploy.test", Ct);

        Assert.Equal(recorded, Assert.Single(await bridge.QueryAsync("SELECT address FROM exchanges", Ct))["address"]);
    }

    // Where a proxy hands on what it was sent, a name that a stranger chose would else pass for the one that the pages are reached by.
    [Theory]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Original-Host", "localhost")]
    [InlineData("Forwarded", "host=localhost")]
    public async Task No_proxy_says_which_host_was_asked_for(string header, string value)
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Proxies:0"] = "127.0.0.1" } }, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "attacker.test" } };
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await bridge.Admin.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task No_proxy_says_under_which_path_Bridge_is()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Proxies:0"] = "127.0.0.1" } }, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/projects");
        request.Headers.Add("X-Forwarded-Prefix", "//attacker.test");

        var location = (await bridge.Admin.SendAsync(request, Ct)).Headers.Location!.OriginalString;

        Assert.StartsWith("/sign-in", location, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker", location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_of_the_framework_does_not_make_everybody_a_proxy()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.StopAsync();
        var settings = bridge.Written.Append(new("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")).Append(new("ASPNETCORE_URLS", "http://127.0.0.1:0")).ToDictionary();
        await using (var process = await BridgeProcess.ServeAsync(settings))
        {
            process.Public.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
            using var form = new FormUrlEncodedContent([]);
            Assert.Equal(HttpStatusCode.BadRequest, (await process.Public.PostAsync("/connect/token", form, Ct)).StatusCode);
        }

        Assert.Equal("127.0.0.1", Assert.Single(await bridge.QueryAsync("SELECT address FROM exchanges", Ct))["address"]);
    }
}
