using System.Text.Json.Nodes;
using Bridge.Exchange;
using Bridge.Policies;
using Xunit;
using CiTokenRequest = Bridge.Simulator.Tokens.TokenRequest;

namespace Bridge.Tests.Exchange;

public sealed class VisibilityTests : IAsyncLifetime
{
    private TestBridge bridge = null!;

    private MemoryStore Store => bridge.Store;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    public static TheoryData<string, string> Unverified => new()
    {
        { "not.a.token", "subject_token_malformed" },
        { new string('x', 20_000), "subject_token_too_large" },
        { "{\"alg\":\"none\"}", "algorithm_not_allowed" },
        { "{\"alg\":\"HS256\"}", "algorithm_not_allowed" },
        { "{\"kid\":\"another\"}", "key_unknown" },
        { "{\"crit\":[\"exp\"]}", "header_not_allowed" },
        { "tampered", "signature_invalid" },
        { "stranger", "issuer_unknown" },
        { "disabled", "issuer_disabled" },
    };

    [Theory]
    [MemberData(nameof(Unverified))]
    public async Task Before_the_signature_holds_every_refusal_looks_the_same(string attack, string exact)
    {
        if (attack == "disabled")
            Store.Configuration = Store.Configuration.WithIssuer(issuer => issuer with { Enabled = false });
        var answer = Assert.IsType<ExchangeAnswer.NotIssued>(await bridge.SendAsync(Token(attack)));
        Assert.Equal(("subject_token_invalid", "invalid_request", 400, null, null), (answer.Answer.Reason, answer.Answer.Error, answer.Answer.Status, answer.Answer.Expected, answer.Answer.Actual));
        Assert.Equal((exact, null, null, null, null), (bridge.Record.Reason, bridge.Record.Issuer, bridge.Record.ReasonName, bridge.Record.Expected, bridge.Record.Actual));
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("project")]
    [InlineData("target")]
    public async Task Job_outside_of_the_mandatory_conditions_learns_no_names(string attack)
    {
        Store.Configuration = Store.Configuration.WithMandatory(new Condition.OneOf("top_level_group", ["secret-group"], Negated: false));
        var claims = new JsonObject();
        if (attack == "iat")
            claims["iat"] = bridge.Clock.GetUtcNow().AddDays(-1).ToUnixTimeSeconds();
        var answer = await bridge.SendAsync(bridge.GitLab.Mint(TestBridge.Url, claims: claims), ("audience", attack == "target" ? "https://unknown.example.com" : TestBridge.Audience));
        Assert.Equal(("not_permitted", "This job is not permitted here.", null, null), (answer.Refused().Reason, answer.Refused().Description, answer.Refused().Expected, answer.Refused().Actual));
        Assert.Equal(attack == "iat" ? "subject_token_expired" : "mandatory_condition_failed", bridge.Record.Reason);
    }

    [Fact]
    public async Task Job_inside_of_them_learns_what_would_get_it_unstuck()
    {
        Store.Configuration = Store.Configuration.WithMandatory(new Condition.OneOf("top_level_group", ["my-group"], Negated: false))
            .With(party => party with { Rules = [party.Rules[0] with { Conditions = [new Condition.OneOf("ref", ["release"], Negated: false)] }] });
        var answer = (await bridge.SendAsync()).Refused();
        Assert.Equal(("no_rule_matched", "release", "main"), (answer.Reason, answer.Expected, answer.Actual));
    }

    [Fact]
    public async Task Of_a_claim_that_the_job_lacks_only_the_name_is_told()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [party.Rules[0] with { Conditions = [new Condition.OneOf("environment", ["the-secret-one"], Negated: false)] }] });
        var answer = (await bridge.SendAsync()).Refused();
        Assert.Equal((null, null), (answer.Expected, answer.Actual));
        Assert.Equal("the-secret-one", bridge.Record.Expected);
    }

    [Fact]
    public async Task Bad_form_and_bad_client_are_told_for_they_tell_nothing_of_issuers()
    {
        Assert.Equal("parameter_missing", (await bridge.SendAsync("x", ("grant_type", null))).Refused().Reason);
        Assert.Equal("client_invalid", (await bridge.SendAsync("x", ("client_id", "nobody"))).Refused().Reason);
    }

    [Fact]
    public async Task Every_401_has_a_challenge_and_nothing_else_has()
    {
        Assert.True(Assert.IsType<ExchangeAnswer.NotIssued>(await bridge.SendAsync("x", ("client_id", "nobody"))).Challenge);
        Assert.True(Assert.IsType<ExchangeAnswer.NotIssued>(await bridge.SendAsync(bridge.Request("x", "Basic"))).Challenge);
        Assert.True(Assert.IsType<ExchangeAnswer.NotIssued>(await bridge.SendAsync(bridge.Request("x", ""))).Challenge);
        var robot = "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("robot:" + Uri.EscapeDataString(TestBridge.Secret)));
        var refused = Assert.IsType<ExchangeAnswer.NotIssued>(await bridge.SendAsync(bridge.Request("x", robot)));
        Assert.Equal(("subject_token_invalid", false), (refused.Answer.Reason, refused.Challenge));
    }

    [Fact]
    public async Task Credential_of_no_client_never_falls_back_to_the_default_client()
    {
        Assert.Equal("client_invalid", (await bridge.SendAsync(bridge.Request(null, "Bearer x"))).Refused().Reason);
        Assert.Equal((null, null), (bridge.Record.Client, bridge.Record.Issuer));
    }

    private string Token(string attack) => attack switch
    {
        "tampered" => bridge.GitLab.Mint(new CiTokenRequest { Audience = TestBridge.Url, TamperSignature = true }),
        "stranger" => bridge.GitLab.Mint(TestBridge.Url, claims: new() { ["iss"] = bridge.GitLab.Issuer + "/" }),
        "disabled" => bridge.GitLab.Mint(TestBridge.Url),
        ['{', ..] => bridge.GitLab.Mint(new CiTokenRequest { Audience = TestBridge.Url, Header = JsonNode.Parse(attack)!.AsObject() }),
        _ => attack,
    };
}
