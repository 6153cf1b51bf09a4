using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Bridge.Tests.GitLab.KeySets;

/// <summary>Which addresses are asked, and through which proxy.</summary>
public sealed class KeyRouteTests : KeyFetchTest
{
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
}
