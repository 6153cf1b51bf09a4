using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

public sealed class DoorTests(ServerFixture servers) : IClassFixture<ServerFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/jwks")]
    [InlineData("/connect/token")]
    [InlineData("/health/live")]
    public async Task A_public_route_is_not_at_the_admin_door(string path)
    {
        Assert.NotEqual(HttpStatusCode.NotFound, (await servers.Bridge.Public.GetAsync(path, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await servers.Bridge.Admin.GetAsync(path, Ct)).StatusCode);
    }

    [Theory]
    [InlineData("/index")]
    [InlineData("/admin")]
    [InlineData("/health")]
    [InlineData("/connect/jwks")]
    public async Task What_is_nobodys_is_not_found(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await servers.Bridge.Public.GetAsync(path, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await servers.Bridge.Admin.GetAsync(path, Ct)).StatusCode);
    }

    [Fact]
    public async Task Readiness_has_no_body_in_public_and_its_detail_for_administrators()
    {
        var response = await servers.Bridge.Public.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(Ct));

        var detail = JsonNode.Parse(await servers.Bridge.Admin.GetStringAsync("/health/ready", Ct))!;
        Assert.True(detail["ready"]!.GetValue<bool>());
        Assert.Equal("current", detail["database"]!["schema"]!.ToString());
        Assert.Equal("main", detail["issuers"]![0]!["id"]!.ToString());
        Assert.Equal(["active", "active"], detail["signing_keys"]!.AsArray().Select(key => key!["state"]!.ToString()));
    }

    [Fact]
    public async Task The_door_is_the_connection_whatever_the_host_header_says()
    {
        var admin = servers.Bridge.Admin.BaseAddress!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/ready");
        request.Headers.Host = admin.Authority;

        var response = await servers.Bridge.Public.SendAsync(request, Ct);

        Assert.Equal("", await response.Content.ReadAsStringAsync(Ct));
    }

    // A script whose own name leads here (DNS rebinding) accepts anything.
    [Theory]
    [InlineData("/sign-in", "*/*")]
    [InlineData("/sign-in", null)]
    [InlineData("/sign-in", "text/html")]
    [InlineData("/setup/x", "*/*")]
    [InlineData("/css/site.css", "text/css")]
    [InlineData("/nowhere", "*/*")]
    public async Task Under_the_name_of_a_stranger_no_page_is_answered_whatever_is_accepted(string path, string? accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "attacker.test" } };
        if (accepted is not null)
            request.Headers.Accept.ParseAdd(accepted);

        var response = await servers.Bridge.Admin.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/openapi.json", HttpStatusCode.OK)]
    [InlineData("/api/v1/issuers", HttpStatusCode.Unauthorized)]
    [InlineData("/gitlab/main/api/v4/projects/20", HttpStatusCode.Unauthorized)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    public async Task A_program_may_come_by_any_name(string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "bridge-admin.internal" } };

        Assert.Equal(status, (await servers.Bridge.Admin.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task Nothing_says_which_server_it_is_and_nothing_is_sniffed()
    {
        foreach (var path in new[] { "/.well-known/jwks", "/nowhere", "/connect/token" })
        {
            var response = await servers.Bridge.Public.GetAsync(path, Ct);
            Assert.False(response.Headers.Contains("Server"));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }
}
