using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bridge.Access;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Admin.Access;

public sealed class TokenTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private BridgeServer bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock, Settings = new Dictionary<string, string?> { ["Limits:FailuresPerMinute"] = "3" } }, Ct);

    public async ValueTask DisposeAsync() => await bridge.DisposeAsync();

    [Fact]
    public async Task A_token_made_over_the_API_works_until_it_is_revoked()
    {
        var admin = await bridge.MakeTokenAsync(Right.Admin, ct: Ct);
        var made = await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, new { name = "robot", right = "write", expires_in = "1d" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var body = await JsonAsync(made);
        var token = body["token"]!.ToString();
        Assert.Equal($"/api/v1/tokens/{body["id"]}", made.Headers.Location!.ToString());

        var caller = await JsonAsync(await SendAsync(HttpMethod.Get, "/api/v1/caller", token));
        Assert.Equal(($"token:{body["id"]}", "write"), (caller["author"]!.ToString(), caller["right"]!.ToString()));
        var listed = await JsonAsync(await SendAsync(HttpMethod.Get, "/api/v1/tokens", admin));
        Assert.DoesNotContain(token, listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(listed["items"]!.AsArray(), item => item!["id"]!.ToString() == body["id"]!.ToString());

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/api/v1/tokens/{body["id"]}", admin)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/caller", token)).StatusCode);
        Assert.DoesNotContain(token, bridge.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_of_a_token_are_told_at_once()
    {
        var admin = await bridge.MakeTokenAsync(Right.Admin, ct: Ct);
        var response = await SendAsync(HttpMethod.Post, "/api/v1/tokens", admin, new { right = "root", expires_in = "366d", issuer = "nowhere", project_id = "x", extra = 1 });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await JsonAsync(response);
        Assert.Equal("urn:bridge:problem:invalid", problem["type"]!.ToString());
        Assert.Equal(["expires_in", "extra", "issuer", "name", "project_id", "right"], problem["errors"]!.AsArray().Select(error => error!["path"]!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Too_many_wrong_tokens_are_answered_429_and_a_good_one_still_comes_in()
    {
        var good = await bridge.MakeTokenAsync(Right.Read, ct: Ct);
        var wrong = ApiTokenText.Make();
        for (var attempt = 0; attempt < 3; attempt++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/caller", wrong)).StatusCode);

        var limited = await SendAsync(HttpMethod.Get, "/api/v1/caller", wrong);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal("20", limited.Headers.GetValues("Retry-After").Single());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/v1/caller", good)).StatusCode);

        Assert.Equal(3, bridge.Log.Lines.Count(line => line.Contains("AdminCredentialRefused", StringComparison.Ordinal)));
        Assert.DoesNotContain(wrong, bridge.Log.Text, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, "/api/v1/caller", wrong)).StatusCode);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("bearer")]
    public async Task A_token_comes_by_the_bearer_scheme_in_any_case_and_by_no_other(string scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/caller");
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, await bridge.MakeTokenAsync(Right.Read, ct: Ct));
        Assert.Equal(scheme == "bearer" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await bridge.Admin.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_in_the_query_is_not_read()
    {
        var token = await bridge.MakeTokenAsync(Right.Read, ct: Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bridge.Admin.GetAsync($"/api/v1/caller?access_token={token}&private_token={token}", Ct)).StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await bridge.Admin.SendAsync(request, Ct);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!;
}
