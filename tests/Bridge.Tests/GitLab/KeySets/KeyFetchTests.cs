using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

public sealed class KeyFetchTests
{
    private static readonly string Set = TestKeys.Set(TestKeys.Jwk(TestKeys.Rsa, "ci"));

    private readonly ManualClock clock = new();

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
            clock.Advance(TimeSpan.FromSeconds(3));
            await context.Response.WriteAsync(Document(server.Keys));
        };
        var error = ErrorAsync(TestIssuer.Discovery(Discovery(server)));
        await server.ArrivalAsync();
        await server.ArrivalAsync();
        Assert.False(error.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("did not answer within 5 seconds", await error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://169.254.169.254/keys")]
    [InlineData("https://2852039166/keys")]
    [InlineData("https://0xA9FEA9FE/keys")]
    [InlineData("https://[fe80::1]/keys")]
    [InlineData("https://[febf::1]/keys")]
    [InlineData("https://[::ffff:169.254.169.254]/keys")]
    [InlineData("https://[::ffff:a9fe:a9fe]/keys")]
    [InlineData("http://169.254.169.254/keys")]
    public async Task Link_local_address_is_never_asked(string address)
    {
        foreach (var proxy in new[] { null, new Uri("http://127.0.0.1:1") })
            Assert.Contains("link-local", await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = new Uri(address), Insecure = true, Proxy = proxy })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_local_proxy_is_never_asked() => Assert.Equal(
        "http://169.254.1.1:3128/ is a link-local address",
        await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = new Uri("https://gitlab.example.com/keys"), Proxy = new Uri("http://169.254.1.1:3128") })));

    [Theory]
    [InlineData("http://gitlab.example.com/keys")]
    [InlineData("http://192.0.2.1/keys")]
    [InlineData("http://localhost.example.com/keys")]
    [InlineData("ftp://localhost/keys")]
    public async Task Plain_http_beyond_this_machine_is_refused(string address) =>
        Assert.Contains("is not https", await ErrorAsync(TestIssuer.Jwks(new Uri(address))), StringComparison.Ordinal);

    [Fact]
    public async Task Loopback_behind_a_proxy_is_not_this_machine() =>
        Assert.Contains("is not https", await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = new Uri("http://localhost/keys"), Proxy = new Uri("http://127.0.0.1:1") })), StringComparison.Ordinal);

    [Fact]
    public async Task Proxy_is_asked_with_its_credentials_and_no_error_names_them()
    {
        await using var proxy = await KeyServer.StartAsync();
        proxy.Answer = context =>
        {
            if (context.Request.Headers.ProxyAuthorization.Count == 0)
            {
                context.Response.StatusCode = (int)HttpStatusCode.ProxyAuthenticationRequired;
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
                return Task.CompletedTask;
            }

            Assert.Equal("Basic " + Convert.ToBase64String("me:p@ss"u8), context.Request.Headers.ProxyAuthorization);
            Assert.Equal("gitlab.example.com", context.Request.Host.Value);
            return context.Response.WriteAsync(Set);
        };
        var address = new UriBuilder(proxy.Address) { UserName = "me", Password = "p%40ss" }.Uri;
        var issuer = TestIssuer.Of(TestIssuer.Nowhere with { Jwks = new Uri("http://gitlab.example.com/keys"), Insecure = true, Proxy = address });
        Assert.Null(await ErrorAsync(issuer));
        proxy.Answer = context =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        };
        Assert.DoesNotContain("p@ss", await ErrorAsync(issuer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("me", "me:")]
    [InlineData("", null)]
    public async Task Proxy_may_want_a_name_alone_or_nothing(string name, string? credentials)
    {
        await using var proxy = await KeyServer.StartAsync();
        proxy.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Headers.ProxyAuthorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials ?? "")) ? 200 : 407;
            context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
            return context.Response.WriteAsync(Set);
        };
        var address = new UriBuilder(proxy.Address) { UserName = name }.Uri;
        var error = await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = new Uri("http://gitlab.example.com/keys"), Insecure = true, Proxy = address }));
        Assert.Equal(credentials is null ? "http://gitlab.example.com/keys answered 407" : null, error);
    }

    [Fact]
    public async Task Proxy_that_opens_no_tunnel_is_told_as_such()
    {
        await using var proxy = await KeyServer.StartAsync();
        proxy.Answer = context =>
        {
            Assert.Equal("CONNECT", context.Request.Method);
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };
        var issuer = TestIssuer.Of(TestIssuer.Nowhere with { Jwks = new Uri("https://gitlab.example.com/keys"), Proxy = proxy.Address });
        Assert.Equal("https://gitlab.example.com/keys cannot be read: the proxy opens no tunnel to it", await ErrorAsync(issuer));
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
    public async Task Server_certificate_must_chain_to_the_ca_file_and_name_the_host()
    {
        using var authority = Authority("Right");
        using var wrong = Authority("Wrong");
        using var certificate = Certificate(authority, san => san.AddIpAddress(IPAddress.Loopback));
        using var misnamed = Certificate(authority, san => san.AddDnsName("gitlab.example.com"));
        await using var server = await KeyServer.StartAsync(Set, certificate);
        await using var other = await KeyServer.StartAsync(Set, misnamed);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
            KeyOrigin Trusting(Uri address) => TestIssuer.Nowhere with { Jwks = address, CaFile = file, Insecure = true };
            Assert.Null(await ErrorAsync(TestIssuer.Of(Trusting(server.Keys))));
            Assert.Contains("no trusted TLS", await ErrorAsync(TestIssuer.Of(Trusting(other.Keys))), StringComparison.Ordinal);
            Assert.StartsWith(
                $"{server.Keys} cannot be read: no trusted TLS connection can be made: The remote certificate is invalid", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, wrong.ExportCertificatePem(), TestContext.Current.CancellationToken);
            Assert.Contains("no trusted TLS", await ErrorAsync(TestIssuer.Of(Trusting(server.Keys))), StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "nothing", TestContext.Current.CancellationToken);
            Assert.Contains("holds no certificate", await ErrorAsync(TestIssuer.Of(Trusting(server.Keys))), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains("cannot be read", await ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = server.Keys, CaFile = file })), StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    public async Task Certificate_for_another_purpose_than_a_server_is_refused(string purpose, bool taken)
    {
        using var authority = Authority("Right");
        using var certificate = Certificate(authority, san => san.AddIpAddress(IPAddress.Loopback), new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        await using var server = await KeyServer.StartAsync(Set, certificate);
        var error = await WithAuthorityAsync(authority, file => ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = server.Keys, CaFile = file })));
        Assert.Equal(taken, error is null);
        Assert.Equal(taken ? 1 : 0, server.Requests);
    }

    [Fact]
    public async Task Server_that_is_not_trusted_does_not_choose_what_is_fetched()
    {
        await using var elsewhere = await KeyServer.StartAsync();
        using var unknown = Authority("Unknown");
        using var certificate = Certificate(
            unknown, san => san.AddIpAddress(IPAddress.Loopback), new X509AuthorityInformationAccessExtension(ocspUris: [elsewhere.Keys.ToString()], caIssuersUris: [elsewhere.Keys.ToString()]));
        await using var server = await KeyServer.StartAsync(Set, certificate);
        using var authority = Authority("Right");
        Assert.Contains("no trusted TLS", await ErrorAsync(TestIssuer.Jwks(server.Keys)), StringComparison.Ordinal);
        var error = await WithAuthorityAsync(authority, file => ErrorAsync(TestIssuer.Of(TestIssuer.Nowhere with { Jwks = server.Keys, CaFile = file })));
        Assert.Contains("no trusted TLS", error, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Requests);
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

    private static async Task<string?> WithAuthorityAsync(X509Certificate2 authority, Func<string, Task<string?>> fetch)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), TestContext.Current.CancellationToken);
            return await fetch(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<string?> ErrorAsync(Issuer issuer)
    {
        using var keys = new IssuerKeys(clock);
        await keys.RefreshAsync([issuer], TestContext.Current.CancellationToken);
        var health = keys.Health(issuer)!;
        Assert.Equal(health.LastError is null, health.Usable);
        return health.LastError;
    }

    private static Uri Discovery(KeyServer server) => new(server.Address, "/.well-known/openid-configuration");

    private static string Document(Uri keys, string iss = TestIssuer.Iss) => new JsonObject { ["issuer"] = iss, ["jwks_uri"] = keys.ToString() }.ToJsonString();

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, Action<SubjectAlternativeNameBuilder> name, params X509Extension[] further)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        foreach (var extension in further)
            request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }
}
