using System.Net;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>Requests that are half sent, sent slowly, or not sound HTTP. None keeps the server from serving others.</summary>
public sealed class RawRequestTests(Scene scene) : IClassFixture<Scene>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BridgeServer Server => scene.Bridge.Server;

    [Fact]
    public async Task Body_that_breaks_off_is_refused_and_recorded_though_nobody_waits()
    {
        await using var own = await Scene.StartAsync(new Scene());
        var (server, token) = (own.Bridge.Server, own.Token());
        using var connection = new RawConnection(server);
        var attempt = await own.Bridge.AttemptAsync(
            async () =>
            {
                var answer = await connection.AskAsync(RawConnection.Head(server, "Content-Length: 5000") + $"grant_type=x&subject_token={token}", Ct, hangUp: true);
                // What is in flight is finished before it ends.
                await server.StopAsync();
                return answer;
            },
            [token],
            Ct);
        Assert.Equal("not_a_form", attempt.Record["reason"]);
        Assert.Null(attempt.Record["subject_token_hash"]);
    }

    [Fact]
    public async Task Body_that_stops_coming_is_given_up_and_others_are_served_meanwhile()
    {
        var token = scene.Token();
        var slow = AskAsync(RawConnection.Head(Server, "Content-Length: 5000") + $"grant_type=x&subject_token={token}", token);
        using var other = new RawConnection(Server);
        var health = await other.AskAsync("GET /.well-known/openid-configuration HTTP/1.1\r\nHost: bridge.test\r\nConnection: close\r\n\r\n", Ct);
        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.False(slow.IsCompleted);

        var attempt = await slow;

        Assert.Equal("not_a_form", attempt.Record["reason"]);
        Assert.DoesNotContain("access_token", attempt.Answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "zz\r\nx=y\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF\r\nx=y")]
    [InlineData("Transfer-Encoding: chunked", "3\r\nx=yz\r\n0\r\n\r\n")]
    public async Task Body_in_broken_chunks_is_refused_and_recorded(string header, string body) =>
        (await AskAsync(RawConnection.Head(Server, header) + body)).IsRefused("not_a_form");

    [Fact]
    public async Task Body_in_chunks_that_grows_too_large_is_refused()
    {
        var chunk = $"4000\r\n{new string('x', 0x4000)}\r\n";
        (await AskAsync(RawConnection.Head(Server, "Transfer-Encoding: chunked") + string.Concat(Enumerable.Repeat(chunk, 5)))).IsRefused("request_too_large", "65536", status: 413);
    }

    // RFC 9112 §6.3: two lengths are how one request is smuggled behind another.
    [Theory]
    [InlineData("Content-Length: 3\r\nContent-Length: 5", HttpStatusCode.BadRequest)]
    [InlineData("Content-Length: 3, 5", HttpStatusCode.BadRequest)]
    [InlineData("Content-Length: -3", HttpStatusCode.BadRequest)]
    [InlineData("Content-Length: 3x", HttpStatusCode.BadRequest)]
    [InlineData("Transfer-Encoding: gzip", HttpStatusCode.BadRequest)]
    [InlineData("Content-Length : 3", HttpStatusCode.BadRequest)]
    [InlineData("Content-Length: 3\r\nX\0: y", HttpStatusCode.BadRequest)]
    [InlineData("Content-Length: 3\r\n folded", HttpStatusCode.BadRequest)]
    public async Task Request_that_is_not_sound_HTTP_is_no_exchange(string header, HttpStatusCode status) =>
        (await AskAsync(RawConnection.Head(Server, header) + "x=y")).IsNoExchange(status);

    // The server that Bridge is built on repeats such a line in its own log, below the level that is kept.
    [Theory]
    [InlineData("GET /connect/token?subject_token=SECRET\0 HTTP/1.1")]
    [InlineData("GET /connect/token?subject_token=SECRET HTTP/9.9")]
    [InlineData("GET connect/token?subject_token=SECRET HTTP/1.1")]
    [InlineData("SECRET")]
    public async Task Request_line_that_is_not_sound_is_not_logged_with_what_stands_in_it(string line)
    {
        const string Secret = "hidden-in-the-line";
        using var connection = new RawConnection(Server);
        var attempt = await scene.Bridge.AttemptAsync(() => connection.AskAsync(line.Replace("SECRET", Secret, StringComparison.Ordinal) + "\r\nHost: x\r\n\r\n", Ct), [Secret], Ct);
        Assert.InRange((int)attempt.Answer.Status, 400, 505);
        Assert.Empty(attempt.Records);
    }

    [Fact]
    public async Task Second_request_hidden_in_the_body_of_the_first_is_not_answered()
    {
        var token = scene.Token();
        var hidden = RawConnection.Head(Server, "Content-Length: 3") + "x=y";
        var attempt = await AskAsync(RawConnection.Head(Server, $"Content-Length: {hidden.Length}\r\nTransfer-Encoding: chunked") + "0\r\n\r\n" + hidden, token);
        Assert.Single(attempt.Records);
        Assert.Equal(1, attempt.Answer.Text.Split("exchange_id").Length - 1);
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(4_000_000)]
    public async Task Headers_that_are_too_large_are_no_exchange(int length) =>
        (await AskAsync(RawConnection.Head(Server, $"Content-Length: 3\r\nAuthorization: Basic {new string('x', length)}") + "x=y")).IsNoExchange(HttpStatusCode.RequestHeaderFieldsTooLarge);

    [Fact]
    public async Task Headers_that_are_too_many_are_no_exchange() =>
        (await AskAsync(RawConnection.Head(Server, string.Join("\r\n", Enumerable.Range(0, 200).Select(number => $"x{number}: y"))) + "x=y")).IsNoExchange(HttpStatusCode.RequestHeaderFieldsTooLarge);

    [Fact]
    public async Task Request_line_that_is_too_long_is_no_exchange() =>
        (await AskAsync(RawConnection.Head(Server, "Content-Length: 3").Replace(" HTTP/1.1", $"?{new string('x', 10_000)} HTTP/1.1", StringComparison.Ordinal) + "x=y")).IsNoExchange(HttpStatusCode.RequestUriTooLong);

    private async Task<Attempt> AskAsync(string text, string? token = null)
    {
        using var connection = new RawConnection(Server);
        return await scene.Bridge.AttemptAsync(() => connection.AskAsync(text, Ct), token is null ? [] : [token], Ct);
    }
}
