using System.IO.Compression;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

public sealed class KeyFetchTests : KeyFetchTest
{
    [Fact]
    public async Task Keys_are_found_by_discovery_and_at_their_own_address()
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = context => context.Response.WriteAsync(context.Request.Path == "/oauth/discovery/keys" ? Set : Document(server.Keys));
        Assert.Null(await ErrorAsync(TestIssuer.Discovery(Discovery(server))));
        Assert.Null(await ErrorAsync(TestIssuer.Jwks(server.Keys)));
        Assert.Equal(3, server.Requests);
    }

    [Theory]
    [InlineData("https://gitlab.example.com/")]
    [InlineData("https://other.example.com")]
    [InlineData("bare.example.com")]
    public async Task Discovery_of_another_issuer_is_refused(string iss)
    {
        await using var server = await KeyServer.StartAsync();
        server.Body = Document(server.Keys, iss);
        // The last one is accepted, but for tokens of the first kind alone.
        var issuer = TestIssuer.Discovery(Discovery(server)) with { Accepted = [new(TestIssuer.Iss, TokenKind.IdToken), new("bare.example.com", TokenKind.V1)] };
        Assert.Contains("another issuer", await ErrorAsync(issuer), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/keys")]
    [InlineData("https://127.0.0.1:{port}/keys")]
    [InlineData("http://localhost:{port}/keys")]
    [InlineData("http://127.0.0.1.example.com:{port}/keys")]
    [InlineData("http://user@127.0.0.1:{port}/keys")]
    [InlineData("http://127.0.0.1:{port}@example.com/keys")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/oauth/discovery/keys")]
    [InlineData("")]
    public async Task Discovery_that_names_keys_of_another_server_is_refused(string address)
    {
        await using var server = await KeyServer.StartAsync();
        server.Body = new JsonObject { ["issuer"] = TestIssuer.Iss, ["jwks_uri"] = address.Replace("{port}", $"{server.Address.Port}", StringComparison.Ordinal) }.ToJsonString();
        Assert.Contains("jwks_uri", await ErrorAsync(TestIssuer.Discovery(Discovery(server))), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Discovery_may_show_any_iss_that_the_issuer_accepts_for_id_tokens()
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = context => context.Response.WriteAsync(context.Request.Path == "/oauth/discovery/keys" ? Set : Document(server.Keys));
        AcceptedIssuer[] accepted = [new("https://old.example.com", TokenKind.IdToken), new(TestIssuer.Iss, TokenKind.IdToken), new("bare.example.com", TokenKind.V1)];
        Assert.Null(await ErrorAsync(TestIssuer.Discovery(Discovery(server)) with { Accepted = [.. accepted] }));
    }

    [Theory]
    [InlineData("[]", "is not a discovery document: a JSON object of distinct members")]
    [InlineData("""{"issuer":"https://gitlab.example.com","issuer":"https://gitlab.example.com"}""", "is not a discovery document: a JSON object of distinct members")]
    [InlineData("{}", "is the discovery document of another issuer; name the address of the JWK Set instead")]
    [InlineData("""{"issuer":"https://other.example.com"}""", "is the discovery document of another issuer; name the address of the JWK Set instead")]
    [InlineData("""{"issuer":"https://gitlab.example.com"}""", "names no jwks_uri")]
    [InlineData("""{"issuer":"https://gitlab.example.com","jwks_uri":1}""", "names no jwks_uri")]
    [InlineData("""{"issuer":"https://gitlab.example.com","jwks_uri":"https://other.example.com/keys"}""", "names a jwks_uri of another server; name the address of the JWK Set instead")]
    public async Task Discovery_that_is_refused_is_told_with_its_address(string document, string told)
    {
        await using var server = await KeyServer.StartAsync(document);
        Assert.Equal($"{Discovery(server)} {told}", await ErrorAsync(TestIssuer.Discovery(Discovery(server))));
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        await using var elsewhere = await KeyServer.StartAsync(Set);
        await using var server = await KeyServer.StartAsync();
        server.Answer = context =>
        {
            context.Response.Redirect(elsewhere.Keys.ToString());
            return Task.CompletedTask;
        };
        Assert.Contains("answered 302, and redirects are not followed", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Requests);
    }

    [Theory]
    [InlineData(203, "")]
    [InlineData(300, ", and redirects are not followed")]
    [InlineData(308, ", and redirects are not followed")]
    [InlineData(400, "")]
    [InlineData(404, "")]
    [InlineData(500, "")]
    public async Task Any_answer_but_200_is_refused(int status, string told)
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(Set);
        };
        Assert.Equal($"{server.Keys} answered {status}{told}", await ErrorAsync(TestIssuer.Jwks(server.Keys)));
    }

    [Fact]
    public async Task Endless_answer_is_cut_off()
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string(' ', 4096), context.RequestAborted);
        };
        Assert.Contains("256 KiB", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Longest_answer_is_read_and_one_byte_more_is_not()
    {
        await using var server = await KeyServer.StartAsync(Set.PadRight(256 * 1024));
        Assert.Null(await ErrorAsync(TestIssuer.Jwks(server.Keys)));
        server.Body = Set.PadRight((256 * 1024) + 1);
        Assert.Contains("256 KiB", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
        server.Body = Document(server.Keys).PadRight((256 * 1024) + 1);
        Assert.Equal($"{Discovery(server)} is longer than 256 KiB", await ErrorAsync(TestIssuer.Discovery(Discovery(server))));
    }

    [Theory]
    [InlineData("", "the answer broke off")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "the answer broke off")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"keys\": []", "the answer broke off")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\n{\"keys\": []}\r\n", "the answer broke off")]
    [InlineData("SSH-2.0-server\r\n\r\n", "the answer is not sound HTTP")]
    public async Task Answer_that_is_no_whole_one_is_told_as_such(string answer, string told)
    {
        await using var server = new RawServer(answer);
        Assert.Equal($"{server.Keys} cannot be read: {told}", await ErrorAsync(TestIssuer.Jwks(server.Keys)));
    }

    [Fact]
    public async Task Connection_that_is_reset_is_told_as_an_answer_that_broke_off()
    {
        await using var server = new RawServer("HTTP/1.1 200", resets: true);
        Assert.Equal($"{server.Keys} cannot be read: the answer broke off", await ErrorAsync(TestIssuer.Jwks(server.Keys)));
    }

    [Fact]
    public async Task Server_that_speaks_no_TLS_is_told_as_such()
    {
        await using var server = new RawServer("");
        var address = new UriBuilder(server.Keys) { Scheme = "https" }.Uri;
        Assert.Equal($"{address} cannot be read: no trusted TLS connection can be made", await ErrorAsync(TestIssuer.Jwks(address)));
    }

    [Fact]
    public async Task Compressed_answer_is_not_unpacked()
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = async context =>
        {
            Assert.Equal(0, context.Request.Headers.AcceptEncoding.Count);
            context.Response.Headers.ContentEncoding = "gzip";
            await using var bomb = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await bomb.WriteAsync(new byte[10 * 1024 * 1024]);
        };
        Assert.Contains("compressed", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ends_after_five_seconds_in_all()
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = async context =>
        {
            if (context.Request.Path == "/oauth/discovery/keys")
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            Clock.Advance(TimeSpan.FromSeconds(3));
            await context.Response.WriteAsync(Document(server.Keys));
        };
        var error = ErrorAsync(TestIssuer.Discovery(Discovery(server)));
        await server.ArrivalAsync();
        await server.ArrivalAsync();
        Assert.False(error.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("did not answer within 5 seconds", await error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_names_the_address_without_credentials_and_query()
    {
        var error = await ErrorAsync(TestIssuer.Jwks(new Uri("http://user:secret@127.0.0.1:1/keys?token=secret#secret")));
        Assert.Equal("http://127.0.0.1:1/keys cannot be read: no connection can be made", error);
        Assert.Contains("name cannot be resolved", await ErrorAsync(TestIssuer.Jwks(new Uri("https://gitlab.invalid/keys"))), StringComparison.Ordinal);
        Assert.Equal("no address of keys is configured", await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere)));
    }

    [Fact]
    public async Task Discovery_sets_no_cookie_for_the_keys()
    {
        await using var server = await KeyServer.StartAsync();
        server.Answer = context =>
        {
            Assert.Equal(0, context.Request.Headers.Cookie.Count);
            context.Response.Headers.SetCookie = "session=1; path=/";
            return context.Response.WriteAsync(context.Request.Path == "/oauth/discovery/keys" ? Set : Document(server.Keys));
        };
        Assert.Null(await ErrorAsync(TestIssuer.Discovery(Discovery(server))));
        Assert.Equal(2, server.Requests);
    }

    private static Uri Discovery(KeyServer server) => new(server.Address, "/.well-known/openid-configuration");

    private static string Document(Uri keys, string iss = TestIssuer.Iss) => new JsonObject { ["issuer"] = iss, ["jwks_uri"] = keys.ToString() }.ToJsonString();
}
