using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Net;
using Bridge.Server.Protocol;
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

    [Fact]
    public async Task What_is_limited_is_counted()
    {
        long counted = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, meters) => Enable(instrument, meters) };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Interlocked.Add(ref counted, tags.Contains(new("limiter", "address")) ? count : 0));
        listener.Start();

        for (var request = 0; request < 5; request++)
            await PostAsync("203.0.113.7");

        Assert.True(Interlocked.Read(ref counted) >= 2);

        static void Enable(Instrument instrument, MeterListener meters)
        {
            if (instrument.Name == "bridge.requests.limited")
                meters.EnableMeasurementEvents(instrument);
        }
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
