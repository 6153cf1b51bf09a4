using System.Net;
using System.Net.Sockets;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>What is connected to when the DNS says this or that: names and answers are the test's, connections are real.</summary>
public sealed class KeyConnectionTests : IAsyncLifetime
{
    private const string Body = "the keys";
    private readonly List<string> asked = [];
    private KeyServer server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await KeyServer.StartAsync(Body);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("127.0.0.1 192.0.2.1")]
    public async Task A_loopback_name_that_DNS_sends_beyond_this_machine_is_not_connected_to(string found)
    {
        Assert.Equal($"{At("localhost")} is not https and not this machine", await RefusedAsync(At("localhost"), found));
        Assert.Equal(0, server.Requests);
        Assert.Equal(Body, await ReadAsync(At("localhost"), "127.0.0.1"));
    }

    [Fact]
    public async Task A_name_that_DNS_sends_to_link_local_addresses_is_not_connected_to()
    {
        var https = new Uri("https://gitlab.example.com/keys");
        Assert.Equal($"{https} is a link-local address", await RefusedAsync(https, "169.254.169.254 fe80::1"));
        Assert.Equal(Body, await ReadAsync(At("gitlab.example.com"), "169.254.169.254 127.0.0.1", TestIssuer.Nowhere with { Insecure = true }));
    }

    [Fact]
    public async Task DNS_is_asked_once_so_that_no_second_answer_counts()
    {
        Assert.Equal(Body, await ReadAsync(At("localhost"), "127.0.0.1"));
        Assert.Equal(["localhost"], asked);
    }

    [Fact]
    public async Task Behind_a_proxy_its_name_alone_is_resolved_and_it_may_be_beyond_this_machine()
    {
        Uri? target = null;
        server.Answer = context =>
        {
            target = new Uri($"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}");
            return context.Response.WriteAsync(Body);
        };
        Assert.Equal(Body, await ReadAsync(new Uri("http://gitlab.example.com/keys"), "127.0.0.1 192.0.2.1", TestIssuer.Nowhere with { Proxy = At("proxy.example.com") }));
        Assert.Equal(new Uri("http://gitlab.example.com/keys"), target);
        Assert.Equal(["proxy.example.com"], asked);
    }

    [Theory]
    [InlineData("http://gitlab.example.com/keys")]
    [InlineData("https://gitlab.example.com/keys")]
    public async Task A_proxy_that_DNS_sends_to_link_local_addresses_is_not_connected_to(string keys) => Assert.Equal(
        "http://proxy.example.com:3128/ is a link-local address",
        await RefusedAsync(new Uri(keys), "169.254.169.254", TestIssuer.Nowhere with { Proxy = new Uri("http://proxy.example.com:3128") }));

    [Fact]
    public async Task The_next_address_is_tried_where_one_refuses()
    {
        Assert.Equal(Body, await ReadAsync(At("localhost"), "127.0.0.2 127.0.0.1"));
        Assert.Equal((HttpRequestError.ConnectionError, SocketError.ConnectionRefused), await FailedAsync("127.0.0.2 127.0.0.3"));
        Assert.Equal((HttpRequestError.NameResolutionError, SocketError.HostNotFound), await FailedAsync(""));
    }

    [Fact]
    public async Task The_next_address_is_tried_after_two_seconds_where_one_does_not_answer()
    {
        using var hole = new Hole(server.Address.Port);
        var clock = new AnnouncingClock();
        var reading = ReadAsync(At("localhost"), "127.0.0.2 127.0.0.1", time: clock);
        await clock.TimerAsync();
        clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Equal(0, server.Requests);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Body, await reading);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_two_seconds()
    {
        using var hole = new Hole(server.Address.Port);
        var clock = new AnnouncingClock();
        var failing = FailedAsync("127.0.0.2", clock);
        await clock.TimerAsync();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((HttpRequestError.ConnectionError, SocketError.TimedOut), await failing);
    }

    private Uri At(string name) => new($"http://{name}:{server.Address.Port}/keys");

    private async Task<string> ReadAsync(Uri address, string found, KeyOrigin? origin = null, TimeProvider? time = null)
    {
        using var client = KeyConnection.Open(origin ?? TestIssuer.Nowhere, time ?? TimeProvider.System, (name, _) =>
        {
            asked.Add(name);
            return Task.FromResult(Array.ConvertAll(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), IPAddress.Parse));
        });
        return await client.GetStringAsync(address, Ct);
    }

    private async Task<string> RefusedAsync(Uri address, string found, KeyOrigin? origin = null) =>
        Assert.IsType<UnusableKeySetException>((await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(address, found, origin))).InnerException).Message;

    private async Task<(HttpRequestError, SocketError)> FailedAsync(string found, TimeProvider? time = null)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(At("localhost"), found, time: time));
        return (error.HttpRequestError, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    /// <summary>On 127.0.0.2, takes no connection and refuses none: its queue is full.</summary>
    private sealed class Hole : IDisposable
    {
        private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket queued = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public Hole(int port)
        {
            listener.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port));
            listener.Listen(0);
            queued.Connect(listener.LocalEndPoint!);
        }

        public void Dispose()
        {
            queued.Dispose();
            listener.Dispose();
        }
    }

    /// <summary>A manual clock that tells when it was given a timer.</summary>
    private sealed class AnnouncingClock : TimeProvider
    {
        private readonly ManualClock clock = new();
        private readonly TaskCompletionSource timed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Advance(TimeSpan by) => clock.Advance(by);

        public Task TimerAsync() => timed.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = clock.CreateTimer(callback, state, dueTime, period);
            timed.TrySetResult();
            return timer;
        }
    }
}
