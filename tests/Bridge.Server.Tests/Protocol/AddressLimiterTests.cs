using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Server.Protocol;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Protocol;

public sealed class AddressLimiterTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private BridgeServer bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bridge = await BridgeServer.StartAsync(new BridgeServerOptions
    {
        Time = clock,
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:AddressPerMinute"] = "3", ["Proxies:0"] = "127.0.0.1" },
    });

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Fact]
    public async Task Beyond_the_limit_it_is_429_until_time_has_passed_and_leaves_no_record()
    {
        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("203.0.113.7")).Status);

        var limited = await PostAsync("203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.Equal(TimeSpan.FromSeconds(20), limited.Headers.RetryAfter!.Delta);
        Assert.Equal(["error", "error_description"], limited.Json.Select(member => member.Key));
        Assert.Equal("no-store", limited.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("203.0.113.8")).Status);
        Assert.Equal(4, (await bridge.QueryAsync("SELECT id FROM exchanges", Ct)).Count);

        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("203.0.113.7")).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("203.0.113.7")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("203.0.113.7")).Status);
    }

    // RFC 9110 §10.1.1: whoever waits for 100 is told at once, and the body is never asked for.
    [Fact]
    public async Task Of_what_is_limited_no_body_is_asked_for()
    {
        for (var request = 0; request < 3; request++)
            await PostAsync("203.0.113.9");
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, bridge.Public.BaseAddress!.Port, Ct);

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(RawConnection.Head(bridge, "X-Forwarded-For: 203.0.113.9\r\nContent-Length: 5000\r\nExpect: 100-continue")), Ct);

        using var reader = new StreamReader(socket.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 429 Too Many Requests", await reader.ReadLineAsync(Ct));
    }

    [Fact]
    public async Task What_is_limited_is_counted()
    {
        using var limited = new LimitedRequests(bridge, "address");

        for (var request = 0; request < 5; request++)
            await PostAsync("203.0.113.7");

        Assert.Equal(2, limited.Count);
    }

    [Fact]
    public async Task An_IPv6_network_of_64_bits_is_one_client()
    {
        foreach (var address in new[] { "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3" })
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(address)).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await PostAsync("2001:db8:1:2:3:4:5:6")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("2001:db8:1:3::1")).Status);
    }

    [Fact]
    public void A_flood_of_networks_neither_fills_the_memory_nor_makes_a_limited_one_forgotten()
    {
        var limiter = new AddressLimiter(3, clock);
        var limited = IPAddress.Parse("203.0.113.7");
        while (limiter.TryTake(limited, out _))
        {
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Span<byte> octets = stackalloc byte[16];
        for (var network = 0; network < 1_000_000; network++)
        {
            BinaryPrimitives.WriteInt32BigEndian(octets[4..], network);
            octets[0] = 0x20;
            limiter.TryTake(new IPAddress(octets), out _);
        }

        // The addresses themselves, which go, are all that was allocated.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
        Assert.False(limiter.TryTake(limited, out _));
    }

    private async Task<TokenResponse> PostAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("X-Forwarded-For", address);
        return await TokenResponse.ReadAsync(await bridge.Public.SendAsync(request, Ct), Ct);
    }
}
