using System.Text.Json.Nodes;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Protocol;

/// <summary>Requests for a service that is not there, or for two at once (RFC 8693 §2.1, RFC 8707 §2).</summary>
public sealed class TargetAttackTests(TargetAttackTests.TargetScene scene) : IClassFixture<TargetAttackTests.TargetScene>
{
    private const string Deploy = AttackedBridge.Audience;
    private const string DeployUri = "https://deploy.test/api";
    private const string Cluster = "https://cluster.test";
    private const string Off = "https://off.test";
    private const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://nobody.test")]
    [InlineData("https://deploy.test/")]
    [InlineData("https://Deploy.test")]
    [InlineData("https://deploy.test ")]
    [InlineData("deploy")]
    [InlineData("*")]
    [InlineData("https://bridge.test")]
    [InlineData("https://deploy.test https://cluster.test")]
    [InlineData("https://deploy.test/api")]
    [InlineData("' OR ''='")]
    [InlineData("\u0000\u202E\u001B")]
    public async Task Audience_that_nobody_has_is_refused(string audience) => (await AskAsync(("audience", audience))).IsRefused("target_unknown", actual: audience, error: "invalid_target");

    [Theory]
    [InlineData("https://deploy.test/API")]
    [InlineData("https://deploy.test/api/")]
    [InlineData("https://deploy.test")]
    [InlineData("https://deploy.test/%61pi")]
    [InlineData("https://deploy.test/x/../api")]
    [InlineData("urn:x")]
    public async Task Resource_that_nobody_has_is_refused(string resource) => (await AskAsync(("resource", resource))).IsRefused("target_unknown", actual: resource, error: "invalid_target");

    [Theory]
    [InlineData("https://deploy.test/api#")]
    [InlineData("https://deploy.test/api#x")]
    [InlineData("/api")]
    [InlineData("/deploy.test:443/api")]
    [InlineData("deploy.test/api")]
    [InlineData("//deploy.test/api")]
    [InlineData("not a uri")]
    [InlineData("https://")]
    public async Task Resource_that_is_no_absolute_URI_or_has_a_fragment_is_refused(string resource) =>
        (await AskAsync(("resource", resource))).IsRefused("target_malformed", error: "invalid_target");

    [Fact]
    public async Task Two_audiences_of_two_relying_parties_are_refused() =>
        (await AskAsync(("audience", Deploy), ("audience", Cluster))).IsRefused("target_ambiguous", error: "invalid_target");

    [Fact]
    public async Task Audience_and_resource_of_two_relying_parties_are_refused() =>
        (await AskAsync(("audience", Cluster), ("resource", DeployUri))).IsRefused("target_ambiguous", error: "invalid_target");

    [Fact]
    public async Task Audience_beside_one_that_nobody_has_is_refused() =>
        (await AskAsync(("audience", Deploy), ("audience", "https://nobody.test"))).IsRefused("target_unknown", actual: "https://nobody.test", error: "invalid_target");

    [Fact]
    public async Task Request_that_names_no_service_is_refused() => (await AskAsync()).IsRefused("target_missing", error: "invalid_target");

    [Fact]
    public async Task Disabled_relying_party_is_refused() => (await AskAsync(("audience", Off))).IsRefused("target_disabled", error: "invalid_target");

    [Fact]
    public async Task Token_type_that_the_relying_party_does_not_give_is_refused() =>
        (await AskAsync(("audience", Cluster), ("requested_token_type", Jwt))).IsRefused("requested_token_type_not_allowed", "urn:ietf:params:oauth:token-type:access_token", Jwt);

    [Fact]
    public async Task Scope_that_is_not_given_is_refused() =>
        (await AskAsync(("audience", Deploy), ("scope", "read admin"))).IsRefused("scope_not_given", "read write", "admin", "invalid_scope");

    [Fact]
    public async Task Issued_token_is_for_the_one_relying_party_whatever_named_it()
    {
        var attempt = await AskAsync(("audience", Deploy), ("resource", DeployUri), ("audience", Deploy), ("scope", "openid read"));
        Assert.Equal(Deploy, attempt.IsGranted()["aud"]!.ToString());
    }

    [Fact]
    public async Task Issued_token_is_no_subject_token()
    {
        var issued = (await AskAsync(("audience", Deploy), ("requested_token_type", Jwt))).Answer.AccessToken!;
        (await scene.Bridge.ExchangeAsync(issued, Ct)).IsRefusedUnverified("issuer_unknown");
    }

    private Task<Attempt> AskAsync(params (string, string)[] more) => scene.Bridge.ExchangeAsync(scene.Token(new JsonObject()), Ct, null, more);

    public sealed class TargetScene : Scene
    {
        protected override string Yaml => base.Yaml.Replace("    audience:", $"    resource: {DeployUri}\n    audience:", StringComparison.Ordinal) + $$"""

              - id: cluster
                audience: {{Cluster}}
                rules:
                  - { id: everyone, effect: allow, everyone: true }
              - id: off
                audience: {{Off}}
                enabled: false
                rules:
                  - { id: everyone, effect: allow, everyone: true }
            """;
    }
}
