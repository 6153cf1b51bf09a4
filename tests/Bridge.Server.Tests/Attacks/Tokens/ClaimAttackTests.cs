using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>Tokens that GitLab's key signed and that are no CI job's for this Bridge.</summary>
public sealed class ClaimAttackTests(ClaimAttackTests.ClaimScene scene) : IClassFixture<ClaimAttackTests.ClaimScene>
{
    private const string FilledText = "a JSON string that is not empty";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Required =>
        ["project_id", "project_path", "namespace_id", "namespace_path", "job_id", "pipeline_id", "pipeline_source", "ref", "ref_type", "sub", "jti", "iat", "exp"];

    [Theory]
    [MemberData(nameof(Required))]
    public async Task Required_claim_that_is_missing_is_refused(string name) =>
        (await scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { [name] = null }), Ct)).IsRefused("claim_missing");

    [Theory]
    [MemberData(nameof(Required))]
    public async Task Required_claim_that_is_null_is_refused(string name)
    {
        var token = scene.GitLab.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, NullClaims = [name] });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefused("claim_missing");
    }

    [Theory]
    [InlineData("project_id", "\"\"", FilledText, "an empty string")]
    [InlineData("jti", "\"\"", FilledText, "an empty string")]
    [InlineData("project_id", "20", FilledText, "a JSON number")]
    [InlineData("project_id", "[\"20\"]", FilledText, "a JSON array")]
    [InlineData("project_path", "{\"x\":\"y\"}", FilledText, "a JSON object")]
    [InlineData("namespace_id", "true", FilledText, "a JSON true")]
    [InlineData("sub", "false", FilledText, "a JSON false")]
    [InlineData("jti", "1", FilledText, "a JSON number")]
    [InlineData("ref", "[]", FilledText, "a JSON array")]
    [InlineData("ref_protected", "true", "a JSON string", "a JSON true")]
    [InlineData("environment", "[\"production\"]", "a JSON string", "a JSON array")]
    [InlineData("job_project_id", "20", "a JSON string", "a JSON number")]
    [InlineData("user_login", "{}", "a JSON string", "a JSON object")]
    [InlineData("runner_id", "\"1\"", "a JSON number", "a JSON string")]
    [InlineData("runner_id", "[1]", "a JSON number", "a JSON array")]
    [InlineData("groups_direct", "\"my-group\"", "a JSON array", "a JSON string")]
    [InlineData("user_identities", "{}", "a JSON array", "a JSON object")]
    [InlineData("job_config", "\"x\"", "a JSON object", "a JSON string")]
    [InlineData("iat", "\"1782907200\"", "a JSON number of seconds", "a JSON string")]
    [InlineData("exp", "\"\"", "a JSON number of seconds", "an empty string")]
    [InlineData("exp", "true", "a JSON number of seconds", "a JSON true")]
    [InlineData("exp", "-1", "a JSON number of seconds", "a JSON number")]
    [InlineData("exp", "1e400", "a JSON number of seconds", "a JSON number")]
    [InlineData("exp", "253370764800", "a JSON number of seconds", "a JSON number")]
    [InlineData("nbf", "[0]", "a JSON number of seconds", "a JSON array")]
    [InlineData("aud", "5", "a JSON string or an array of them", "a JSON number")]
    [InlineData("aud", "{\"x\":\"https://bridge.test\"}", "a JSON string or an array of them", "a JSON object")]
    [InlineData("aud", "[\"https://bridge.test\",5]", "a JSON string or an array of them", "a JSON array")]
    [InlineData("aud", "[[\"https://bridge.test\"]]", "a JSON string or an array of them", "a JSON array")]
    public async Task Claim_of_the_wrong_type_is_refused(string name, string json, string expected, string actual) =>
        (await scene.Bridge.ExchangeAsync(Raw(name, json), Ct)).IsRefused("claim_invalid", expected, actual);

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[\"{0}\"]")]
    public async Task Issuer_of_the_wrong_type_is_nobody(string json) =>
        (await scene.Bridge.ExchangeAsync(Raw("iss", json.Replace("{0}", scene.GitLab.Issuer, StringComparison.Ordinal)), Ct)).IsRefusedUnverified("issuer_unknown");

    [Theory]
    [InlineData("\"https://vault.test\"", "https://vault.test")]
    [InlineData("\"https://bridge.test/\"", "https://bridge.test/")]
    [InlineData("\"https://Bridge.test\"", "https://Bridge.test")]
    [InlineData("\"https://bridge.test \"", "https://bridge.test ")]
    [InlineData("\"http://bridge.test\"", "http://bridge.test")]
    [InlineData("\"https://deploy.test\"", "https://deploy.test")]
    [InlineData("\"\"", "")]
    [InlineData("[]", "")]
    [InlineData("[\"https://vault.test\",\"https://else.test\"]", "https://vault.test, https://else.test")]
    public async Task Token_for_another_audience_is_refused(string aud, string actual) =>
        (await scene.Bridge.ExchangeAsync(Raw("aud", aud), Ct)).IsRefused("audience_wrong", scene.Bridge.Issuer, actual);

    [Theory]
    [InlineData("[\"https://bridge.test\",\"https://vault.test\"]")]
    [InlineData("[\"https://vault.test\",\"https://bridge.test\"]")]
    [InlineData("[\"https://bridge.test\",\"https://bridge.test\",\"https://vault.test\"]")]
    public async Task Token_for_a_second_audience_is_refused(string aud) =>
        (await scene.Bridge.ExchangeAsync(Raw("aud", aud), Ct)).IsRefused("audience_not_alone", scene.Bridge.Issuer, "https://vault.test");

    [Theory]
    [InlineData("[\"https://bridge.test\"]")]
    [InlineData("[\"https://bridge.test\",\"https://bridge.test\"]")]
    [InlineData("[\"https://known.test\",\"https://bridge.test\"]")]
    public async Task Audience_that_the_issuer_allows_beside_its_own_is_granted(string aud) => (await scene.Bridge.ExchangeAsync(Raw("aud", aud), Ct)).IsGranted();

    [Fact]
    public async Task Audience_that_is_allowed_beside_is_not_enough_alone() =>
        (await scene.Bridge.ExchangeAsync(Raw("aud", "\"https://known.test\""), Ct)).IsRefused("audience_wrong", scene.Bridge.Issuer, "https://known.test");

    [Fact]
    public async Task Sign_in_token_of_the_same_GitLab_is_refused_even_with_the_right_audience()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.SignIn, Audience = scene.Bridge.Issuer });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefused("claim_missing");
    }

    [Fact]
    public async Task Sign_in_token_that_also_claims_a_jti_and_a_project_is_refused()
    {
        var claims = new JsonObject { ["jti"] = Guid.NewGuid().ToString(), ["project_id"] = "20", ["project_path"] = "my-group/my-project" };
        var token = scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.SignIn, Audience = scene.Bridge.Issuer, Claims = claims });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefused("claim_missing");
    }

    [Fact]
    public async Task Token_with_claims_that_nobody_knows_is_granted() =>
        (await scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { ["new_in_gitlab_99"] = new JsonObject { ["x"] = 1 } }), Ct)).IsGranted();

    // Through the text, for the simulator would not write every one of these.
    private string Raw(string name, string json)
    {
        var payload = scene.Payload(new JsonObject { [name] = "PLACE" }).Replace($"\"{name}\":\"PLACE\"", $"\"{name}\":{json}", StringComparison.Ordinal);
        return scene.GitLab.Mint(new TokenRequest { Payload = payload });
    }

    public sealed class ClaimScene : Scene
    {
        protected override string Yaml => base.Yaml.Replace("relying_parties:", "    further_audiences: [https://known.test]\nrelying_parties:", StringComparison.Ordinal);
    }
}
