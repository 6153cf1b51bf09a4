using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Issuers;

/// <summary>
/// How much a caller learns: nothing of a token that is not shown to be the issuer's; no names where the mandatory conditions
/// keep its job out, whatever else is wrong with it; everything otherwise. The record always has the exact reason.
/// </summary>
public sealed class VisibilityTests(VisibilityTests.SharedScene scene) : IClassFixture<VisibilityTests.SharedScene>
{
    private const string NotPermitted = "This job is not permitted here.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> OfStrangers => new()
    {
        { "{}", AttackedBridge.Audience, "mandatory_condition_failed" },
        { "{}", "https://nobody.test", "mandatory_condition_failed" },
        { """{"exp":1}""", AttackedBridge.Audience, "subject_token_expired" },
        { """{"iat":9999999999,"exp":99999999999}""", AttackedBridge.Audience, "subject_token_not_yet_valid" },
        { """{"iat":1,"nbf":1,"exp":99999999999}""", AttackedBridge.Audience, "subject_token_too_old" },
        { """{"aud":"https://vault.test"}""", AttackedBridge.Audience, "audience_wrong" },
        { """{"aud":["https://bridge.test","https://vault.test"]}""", AttackedBridge.Audience, "audience_not_alone" },
        { """{"job_id":7}""", AttackedBridge.Audience, "claim_invalid" },
        { """{"ref":""}""", AttackedBridge.Audience, "claim_invalid" },
        { """{"ref":null}""", AttackedBridge.Audience, "claim_missing" },
    };

    [Theory]
    [MemberData(nameof(OfStrangers))]
    public async Task Job_that_the_mandatory_conditions_keep_out_learns_no_names(string claims, string audience, string recorded)
    {
        var own = JsonNode.Parse(claims)!.AsObject();
        own["project_id"] = "666";
        own["project_path"] = "strangers/project";
        var attempt = await scene.Bridge.ExchangeAsync(scene.Token(own), Ct, audience);
        attempt.IsRefused("not_permitted", recorded: recorded);
        Assert.Equal(NotPermitted, attempt.Answer.Member("error_description"));
        Assert.Equal(["error", "error_description", "reason", "exchange_id"], attempt.Answer.Json.Select(member => member.Key));
        Assert.Equal(("main", "666"), (attempt.Record["issuer"], attempt.Record["project_id"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("My-Group")]
    [InlineData("my-group2")]
    [InlineData("my-grou")]
    [InlineData("other/my-group")]
    [InlineData(" my-group")]
    [InlineData("my-group\0")]
    [InlineData("my-gr\u043Eup")]
    public async Task Group_that_is_only_almost_the_right_one_is_kept_out(string? namespacePath)
    {
        var claims = new JsonObject { ["project_id"] = "667", ["project_path"] = "my-group/my-project", ["namespace_path"] = namespacePath };
        var attempt = await scene.Bridge.ExchangeAsync(scene.Token(claims), Ct);
        attempt.IsRefused("not_permitted", recorded: namespacePath is null ? "claim_missing" : namespacePath.Length == 0 ? "claim_invalid" : "mandatory_condition_failed");
    }

    [Fact]
    public async Task Sign_in_token_is_not_told_that_it_is_one()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.SignIn, Audience = scene.Bridge.Issuer });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefused("not_permitted", recorded: "claim_missing");
    }

    [Fact]
    public async Task Job_that_the_mandatory_conditions_let_in_is_told_everything()
    {
        (await scene.Bridge.ExchangeAsync(scene.Token(), Ct)).IsGranted();
        (await scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { ["exp"] = scene.In(-60) }), Ct)).IsRefused("subject_token_expired", scene.Text(0), scene.Text(-60));
        (await scene.Bridge.ExchangeAsync(scene.Token(), Ct, "https://nobody.test")).IsRefused("target_unknown", actual: "https://nobody.test", error: "invalid_target");
    }

    [Fact]
    public async Task Before_the_signature_holds_all_refusals_look_alike()
    {
        var good = scene.Token();
        string[] tokens =
        [
            "x", good + "x", scene.Token(new JsonObject { ["iss"] = "https://unknown.test" }), scene.Token(new JsonObject { ["iss"] = SharedScene.Disabled }),
            scene.Token(header: new JsonObject { ["alg"] = "none" }), scene.Token(header: new JsonObject { ["kid"] = "unknown" }), scene.Token(header: new JsonObject { ["zip"] = "DEF" }),
            scene.GitLab.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, TamperSignature = true }), good + new string('x', 16 * 1024),
            scene.GitLab.Mint(new TokenRequest { Claims = new JsonObject { ["project_id"] = "666", ["exp"] = 1 }, TamperSignature = true }),
        ];
        var recorded = new HashSet<object?>();
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in tokens)
        {
            var attempt = await scene.Bridge.ExchangeAsync(token, Ct, "https://nobody.test");
            var reason = attempt.Record["reason"]!.ToString()!;
            attempt.IsRefusedUnverified(reason);
            recorded.Add(reason);
            told.Add(attempt.Answer.Text.Replace(attempt.Answer.Member("exchange_id")!, "", StringComparison.Ordinal));
        }

        Assert.Single(told);
        Assert.Equal(8, recorded.Count);
    }

    [Fact]
    public async Task Token_whose_signature_does_not_hold_leaves_only_unverified_facts()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Audience = scene.Bridge.Issuer, TamperSignature = true });
        var attempt = await scene.Bridge.ExchangeAsync(token, Ct);
        attempt.IsRefusedUnverified("signature_invalid");
        Assert.All(
            ["issuer", "subject_token_id", "token_kind", "project_id", "project_path", "pipeline_id", "job_id", "user_id", "user_login", "ref", "relying_party", "subject", "claims"],
            column => Assert.Null(attempt.Record[column]));
        Assert.Equal(scene.GitLab.Issuer, attempt.Record["unverified_issuer"]);
    }

    [Fact]
    public async Task Unverified_facts_are_cut_and_escaped()
    {
        var iss = "https://x.test/\r\n\u202E\\" + new string('x', 5000);
        var attempt = await scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { ["iss"] = iss }, new JsonObject { ["kid"] = "\0\u001B[31m" }), Ct, "a\nb");
        attempt.IsRefusedUnverified("issuer_unknown");
        var issuer = attempt.Record["unverified_issuer"]!.ToString()!;
        Assert.StartsWith("https://x.test/\\u000d\\u000a\\u202e\\u005cxxx", issuer, StringComparison.Ordinal);
        Assert.Equal(256, issuer.Length);
        Assert.Equal("\\u0000\\u001b[31m", attempt.Record["unverified_key_id"]);
        Assert.Equal("a\\u000ab", attempt.Record["unverified_target"]);
    }

    public sealed class SharedScene : Scene
    {
        public const string Disabled = "https://disabled.test";

        protected override string Yaml => base.Yaml.Replace("relying_parties:", $$"""
                shared: true
                mandatory:
                  top_level_group: my-group
              - id: disabled
                iss: {{Disabled}}
                enabled: false
                subject_prefix: "disabled:"
                keys: { jwks: {{GitLab.Address}}oauth/discovery/keys }
            relying_parties:
            """, StringComparison.Ordinal);
    }
}
