using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Keys;
using Bridge.Server.Discovery;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Bridge.Server.Tests.Hosting;

public sealed class DiscoveryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://bridge.test", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")]
    [InlineData("https://bridge.test/a/p", "/a/p/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/a/p", "/a/p/.well-known/oauth-authorization-server")]
    public async Task The_document_is_this_one_and_no_other(string issuer, params string[] paths)
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Issuer = issuer }, Ct);
        foreach (var path in paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = "attacker.test";
            var response = await bridge.Public.SendAsync(request, Ct);

            Assert.Equal($$"""
                {
                  "issuer": "{{issuer}}",
                  "token_endpoint": "{{issuer}}/connect/token",
                  "jwks_uri": "{{issuer}}/.well-known/jwks",
                  "claims_supported": ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "project_id", "namespace_id", "pipeline_id", "job_id"],
                  "grant_types_supported": ["urn:ietf:params:oauth:grant-type:token-exchange"],
                  "scopes_supported": ["openid"],
                  "response_types_supported": ["id_token"],
                  "subject_types_supported": ["public"],
                  "id_token_signing_alg_values_supported": ["RS256", "ES256"],
                  "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"]
                }
                """, await response.Content.ReadAsStringAsync(Ct), new SameJson());
            Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        }
    }

    [Fact]
    public async Task With_a_path_nothing_is_at_the_root()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Issuer = "https://bridge.test/p" }, Ct);
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks", "/connect/token" })
            Assert.Equal(HttpStatusCode.NotFound, (await bridge.Public.GetAsync(path, Ct)).StatusCode);
    }

    [Fact]
    public async Task None_is_named_only_while_the_default_client_is_on()
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Yaml = "clients: [{ id: gitlab-ci, enabled: false }]" }, Ct);

        var document = JsonNode.Parse(await bridge.Public.GetStringAsync("/.well-known/openid-configuration", Ct))!;

        Assert.Equal(["client_secret_basic", "client_secret_post"], document["token_endpoint_auth_methods_supported"]!.AsArray().Select(method => method!.ToString()));
    }

    [Fact]
    public async Task Keys_have_public_members_alone()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);

        var keys = JsonNode.Parse(await bridge.Public.GetStringAsync("/.well-known/jwks", Ct))!["keys"]!.AsArray().Select(key => key!.AsObject()).ToList();

        Assert.Equal(["kty", "use", "alg", "kid", "n", "e"], keys.Single(key => key["kty"]!.ToString() == "RSA").Select(member => member.Key));
        Assert.Equal(["kty", "use", "alg", "kid", "crv", "x", "y"], keys.Single(key => key["kty"]!.ToString() == "EC").Select(member => member.Key));
        Assert.All(keys, key => Assert.Equal("sig", key["use"]!.ToString()));
    }

    [Fact]
    public async Task A_revoked_key_is_gone_within_a_second()
    {
        var clock = new ManualClock();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock, OwnSigningKeys = true }, Ct);
        var before = await KeyIdsAsync(bridge);

        await bridge.Engine.SigningKeys.RevokeAsync(before[0], "test", Ct);
        clock.Advance(TimeSpan.FromSeconds(1.5));

        var after = await KeyIdsAsync(bridge);
        Assert.DoesNotContain(before[0], after);
        Assert.Contains(before[1], after);
        Assert.Equal(2, after.Count);
    }

    [Fact]
    public async Task An_announced_key_signs_when_its_time_comes_and_the_old_one_goes_in_its_own()
    {
        var clock = new ManualClock();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock, OwnSigningKeys = true }, Ct);
        var old = (await KeyIdsAsync(bridge))[0];
        await bridge.Engine.SigningKeys.RotateAsync(SigningAlgorithm.Rs256, "test", Ct);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(3, (await KeyIdsAsync(bridge)).Count);

        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, (await KeyIdsAsync(bridge)).Count);

        clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(old, await KeyIdsAsync(bridge));
    }

    [Theory]
    [InlineData("/.well-known/jwks")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Documents_can_be_kept_asked_about_and_read_by_any_origin(string path)
    {
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Settings = new Dictionary<string, string?> { ["Keys:JwksMaxAge"] = "10m" } }, Ct);
        var full = await bridge.Public.GetAsync(path, Ct);
        Assert.Equal("public, max-age=600", full.Headers.CacheControl!.ToString());
        Assert.Equal("*", Assert.Single(full.Headers.GetValues("Access-Control-Allow-Origin")));

        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        var empty = await bridge.Public.SendAsync(head, Ct);
        Assert.Equal(HttpStatusCode.OK, empty.StatusCode);
        Assert.Equal(full.Content.Headers.ContentLength, empty.Content.Headers.ContentLength);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(full.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await bridge.Public.SendAsync(again, Ct)).StatusCode);

        var posted = await bridge.Public.PostAsync(path, null, Ct);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(["GET", "HEAD"], posted.Content.Headers.Allow);
    }

    // There are relying parties that fetch the keys for every kid that they do not know.
    [Fact]
    public async Task However_often_they_are_read_documents_are_made_once()
    {
        var clock = new ManualClock();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock }, Ct);
        var documents = bridge.Services.GetRequiredService<PublishedDocuments>();
        var (keys, discovery) = (await documents.KeySetAsync(), await documents.DiscoveryAsync());

        for (var reader = 0; reader < 100; reader++)
        {
            Assert.Same(keys, await documents.KeySetAsync());
            Assert.Same(discovery, await documents.DiscoveryAsync());
            clock.Jump(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task Documents_are_served_while_the_database_is_gone()
    {
        var clock = new ManualClock();
        await using var bridge = await BridgeServer.StartAsync(new BridgeServerOptions { Time = clock }, Ct);
        var before = await bridge.Public.GetStringAsync("/.well-known/jwks", Ct);

        File.Move(bridge.Settings.Storage.Path!, bridge.Settings.Storage.Path! + ".away");
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(before, await bridge.Public.GetStringAsync("/.well-known/jwks", Ct));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await bridge.Public.GetAsync("/health/ready", Ct)).StatusCode);
    }

    private static async Task<List<string>> KeyIdsAsync(BridgeServer bridge) =>
        [.. JsonNode.Parse(await bridge.Public.GetStringAsync("/.well-known/jwks", Ct))!["keys"]!.AsArray().OrderBy(key => key!["kty"]!.ToString() == "EC").Select(key => key!["kid"]!.ToString())];

    private sealed class SameJson : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => Compact(x) == Compact(y);

        public int GetHashCode(string obj) => 0;

        // Members in their order too: the document is compared as it is, but for white space.
        private static string Compact(string? json) => JsonSerializer.Serialize(JsonNode.Parse(json!));
    }
}
