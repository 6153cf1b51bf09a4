using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>Callers that say they are a client (RFC 6749 §2.3). Whoever names a client or has a credential is never served as the default client.</summary>
public sealed class ClientAttackTests(ClientAttackTests.ClientScene scene) : IClassFixture<ClientAttackTests.ClientScene>
{
    private const string Secret = "a-secret-of-the-backend-0123456789";
    private const string Wrong = "a-secret-of-an-attacker-0123456789";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("backend", Wrong)]
    [InlineData("backend", Secret + " ")]
    [InlineData("backend", Secret + "\0")]
    [InlineData("backend", "a-secret-of-the-backend-012345678")]
    [InlineData("Backend", Secret)]
    [InlineData("nobody", Secret)]
    [InlineData("nobody", null)]
    [InlineData("backend", null)]
    [InlineData("switched-off", Secret)]
    [InlineData("gitlab-ci", Secret)]
    [InlineData("gitlab-ci", "x")]
    [InlineData(null, Secret)]
    [InlineData("gitlab-ci ", null)]
    [InlineData("GITLAB-CI", null)]
    public async Task Client_in_the_form_that_is_not_authentic_is_refused(string? id, string? secret)
    {
        var attempt = await PostAsync([.. Pair("client_id", id), .. Pair("client_secret", secret)]);
        IsInvalidClient(attempt);
        Assert.Equal(id, attempt.Record["unverified_client"]);
    }

    [Theory]
    [InlineData("backend", Wrong)]
    [InlineData("backend", "")]
    [InlineData("nobody", Secret)]
    [InlineData("gitlab-ci", "")]
    [InlineData("gitlab-ci", Secret)]
    [InlineData("switched-off", Secret)]
    [InlineData("", Secret)]
    [InlineData("backend%00", Secret)]
    public async Task Client_in_the_header_that_is_not_authentic_is_refused(string id, string secret) => IsInvalidClient(await PostAsync([], Basic(id, secret)));

    [Theory]
    [InlineData("Bearer " + Wrong)]
    [InlineData("Digest username=\"backend\"")]
    [InlineData("Negotiate AAAA")]
    [InlineData("Basic")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic YmFja2VuZA==")]
    [InlineData("Basic YmFja2VuZA==, Basic YmFja2VuZA==")]
    [InlineData("x y z, w")]
    public async Task Authorization_header_that_is_no_basic_credential_is_refused(string authorization) => IsInvalidClient(await PostAsync([], authorization));

    [Theory]
    [InlineData(Secret, Secret)]
    [InlineData(Wrong, Secret)]
    [InlineData(Secret, Wrong)]
    public async Task Credentials_by_both_methods_are_refused(string inHeader, string inForm)
    {
        var attempt = await PostAsync([("client_id", "backend"), ("client_secret", inForm)], Basic("backend", inHeader));
        attempt.IsRefused("client_authentication_ambiguous");
    }

    [Theory]
    [InlineData("gitlab-ci")]
    [InlineData("nobody")]
    [InlineData("second")]
    public async Task Client_id_beside_the_credential_of_another_is_refused(string id) => IsInvalidClient(await PostAsync([("client_id", id)], Basic("backend", Secret)));

    [Theory]
    [InlineData("client_assertion", "eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    public async Task Client_assertion_is_refused(string name, string value) => IsInvalidClient(await PostAsync([(name, value)]));

    [Fact]
    public async Task Wrong_client_is_told_before_anything_of_the_token_is()
    {
        var attempt = await scene.Bridge.ExchangeAsync("no token at all", Ct, AttackedBridge.Audience, ("client_id", "nobody"));
        attempt.IsRefused("client_invalid", error: "invalid_client", status: 401);
    }

    [Fact]
    public async Task Client_with_its_secret_is_served_by_either_method()
    {
        Assert.Equal("backend", (await PostAsync([("client_id", "backend"), ("client_secret", Secret)])).IsGranted()["client_id"]!.ToString());
        Assert.Equal("backend", (await PostAsync([], Basic("backend", Secret))).IsGranted()["client_id"]!.ToString());
        Assert.Equal("backend", (await PostAsync([("client_id", "backend")], Basic("back%65nd", Secret))).IsGranted()["client_id"]!.ToString());
        Assert.Equal("gitlab-ci", (await PostAsync([("client_id", "gitlab-ci")])).IsGranted()["client_id"]!.ToString());
        Assert.Equal("gitlab-ci", (await PostAsync([])).IsGranted()["client_id"]!.ToString());
    }

    [Fact]
    public async Task Client_that_the_relying_party_does_not_accept_is_refused()
    {
        var attempt = await scene.Bridge.ExchangeAsync(scene.Token(), Ct, ClientScene.Inner);
        attempt.IsRefused("client_not_accepted", "backend", "gitlab-ci", "unauthorized_client");
        (await scene.Bridge.PostAsync(AttackedBridge.Form(scene.Token(), ClientScene.Inner), Ct, Basic("backend", Secret))).IsGranted();
    }

    [Fact]
    public async Task Default_client_that_is_switched_off_is_refused()
    {
        await using var off = await Scene.StartAsync(new ClosedScene());
        IsInvalidClient(await off.Bridge.ExchangeAsync(off.Token(), Ct));
        IsInvalidClient(await off.Bridge.ExchangeAsync(off.Token(), Ct, AttackedBridge.Audience, ("client_id", "gitlab-ci")));
        (await off.Bridge.PostAsync(AttackedBridge.Form(off.Token()), Ct, Basic("backend", Secret))).IsGranted();
    }

    private static void IsInvalidClient(Attempt attempt)
    {
        attempt.IsRefused("client_invalid", error: "invalid_client", status: 401);
        // RFC 9110 §11.6.1.
        Assert.Equal("Basic", Assert.Single(attempt.Answer.Headers.WwwAuthenticate).Scheme);
        Assert.Null(attempt.Record["client"]);
    }

    private static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));

    private static IEnumerable<(string, string)> Pair(string name, string? value) => value is null ? [] : [(name, value)];

    private Task<Attempt> PostAsync((string, string)[] more, string? authorization = null) =>
        scene.Bridge.PostAsync(AttackedBridge.Form(scene.Token()).Concat(more), Ct, authorization);

    public class ClientScene : Scene
    {
        public const string Inner = "https://inner.test";

        protected override string Yaml => base.Yaml + $$"""

              - id: inner
                audience: {{Inner}}
                clients: [backend]
                rules:
                  - { id: everyone, effect: allow, everyone: true }
            clients:
              - { id: backend, secret_sha256: ["{{Hash}}"] }
              - { id: second, secret_sha256: ["{{Hash}}"] }
              - { id: switched-off, enabled: false, secret_sha256: ["{{Hash}}"] }
            """;

        private static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
    }

    private sealed class ClosedScene : ClientScene
    {
        protected override string Yaml => base.Yaml + "\n  - { id: gitlab-ci, enabled: false }";
    }
}
