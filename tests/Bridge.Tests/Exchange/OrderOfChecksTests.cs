using System.Text.Json.Nodes;
using Bridge.Claims;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Records;
using Bridge.Subjects;
using Xunit;
using CiTokenRequest = Bridge.Simulator.Tokens.TokenRequest;

namespace Bridge.Tests.Exchange;

/// <summary>
/// One request that everything is wrong with. Each cure lets it come to the next check and no further, so the order is the
/// one that is written down. The limiters leave no record; that of addresses has tests of its own.
/// </summary>
public sealed class OrderOfChecksTests : IAsyncLifetime
{
    private readonly Dictionary<string, string?> form = new(StringComparer.Ordinal) { ["actor_token"] = "x", ["client_id"] = "nobody", ["scope"] = "admin" };
    private TestBridge bridge = null!;
    private CiTokenRequest token = null!;

    private MemoryStore Store => bridge.Store;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Fact]
    public async Task Every_check_stands_where_it_should()
    {
        BreakEverything();
        foreach (var (reason, cure) in Faults())
        {
            (await SendAsync()).Refused();
            Assert.Equal(reason, Store.Records.Last().Reason);
            cure();
        }

        (await SendAsync()).Issued();
    }

    [Fact]
    public async Task The_limiter_of_the_issuer_stands_behind_the_signature_and_before_the_claims()
    {
        Store.Configuration = Store.Configuration.WithIssuer(issuer => issuer with { PermitsPerMinute = 1 });
        CiTokenRequest ForSomebodyElse(bool tampered) => new() { Audience = "https://elsewhere.example.com", TamperSignature = tampered };

        Assert.Equal("subject_token_invalid", (await bridge.SendAsync(bridge.GitLab.Mint(ForSomebodyElse(tampered: true)))).Refused().Reason);
        Assert.Equal("audience_wrong", (await bridge.SendAsync(bridge.GitLab.Mint(ForSomebodyElse(tampered: false)))).Refused().Reason);
        Assert.IsType<Bridge.Exchange.ExchangeAnswer.Limited>(await bridge.SendAsync(bridge.GitLab.Mint(ForSomebodyElse(tampered: false))));
        Assert.Equal("subject_token_invalid", (await bridge.SendAsync(bridge.GitLab.Mint(ForSomebodyElse(tampered: true)))).Refused().Reason);
    }

    private Task<Bridge.Exchange.ExchangeAnswer> SendAsync() => bridge.SendAsync(bridge.GitLab.Mint(token), [.. form.Select(parameter => (parameter.Key, parameter.Value))]);

    private void BreakEverything()
    {
        token = new CiTokenRequest
        {
            Audience = TestBridge.Url,
            TamperSignature = true,
            Lifetime = 20,
            Claims = new JsonObject { ["jti"] = "used", ["iat"] = bridge.Clock.GetUtcNow().AddDays(-1).ToUnixTimeSeconds() },
        };
        Store.Configuration = Store.Configuration.WithMandatory(new Condition.OneOf("ref", ["release"], Negated: false)).With(party => party with
        {
            Enabled = false,
            Replay = Replay.Once,
            Rules = [party.Rules[0] with { Id = "no", Effect = RuleEffect.Deny }],
            Mappings = [new ClaimMapping("stage", MappingForm.Copy, ["deployment_tier"], "", OmitWhenMissing: false)],
        }) with
        {
            Templates = [new SubTemplate { Id = "t", Version = 1, Level = TemplateLevel.Instance, Components = [new("project_id"), new("environment")] }],
        };
        Pin("9", "other-group/my-project");
        Store.TakeMark(new ReplayMark("gitlab", "used", "service", bridge.Clock.GetUtcNow()));
    }

    private IEnumerable<(string Reason, Action Cure)> Faults() =>
    [
        ("actor_token_unsupported", () => form.Remove("actor_token")),
        ("client_invalid", () => form.Remove("client_id")),
        ("signature_invalid", () => token = token with { TamperSignature = false }),
        ("subject_token_expired", () => token.Claims.Remove("iat")),
        ("mandatory_condition_failed", () => Store.Configuration = Store.Configuration.WithMandatory()),
        ("target_disabled", () => Party(party => party with { Enabled = true })),
        ("project_transferred", () => Pin("72", "other-group/my-project")),
        ("rule_denied", () => Party(party => party with { Rules = [Rule("there", new Condition.OneOf("namespace_path", ["other-group"], Negated: false)), Rule("here")] })),
        ("scope_not_given", () => form["scope"] = "read"),
        ("subject_claim_missing", () => Store.Configuration = Store.Configuration with { Templates = [] }),
        ("group_moved", () => Pin("72", "my-group/my-project")),
        ("mapped_claim_missing", () => Party(party => party with { Mappings = [] })),
        ("lifetime_too_short", () => token = token with { Lifetime = 3600 }),
        ("subject_token_used", () => token.Claims["jti"] = "fresh"),
    ];

    private void Party(Func<RelyingParty, RelyingParty> change) => Store.Configuration = Store.Configuration.With(change);

    private Rule Rule(string id, params Condition[] conditions) => Store.Configuration.Party.Rules[0] with { Id = id, Effect = RuleEffect.Allow, Conditions = [.. conditions] };

    private void Pin(string namespaceId, string path) => Store.Pin("gitlab", "20", new ProjectPin(namespaceId, path, bridge.Clock.GetUtcNow().AddHours(-1)));
}
