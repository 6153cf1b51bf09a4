using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Policies;
using Bridge.Subjects;
using Xunit;

namespace Bridge.Tests.Exchange;

public sealed class ExchangeRecordTests : IAsyncLifetime
{
    private TestBridge bridge = null!;

    private MemoryStore Store => bridge.Store;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Fact]
    public async Task Grant_records_who_asked_what_decided_and_what_was_issued()
    {
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [party.Rules[0] with { Id = "draft", Shadow = true }, party.Rules[0]] });
        var token = bridge.GitLab.Mint(TestBridge.Url);
        var answer = (await bridge.SendAsync(token)).Issued();
        var record = bridge.Record;
        Assert.Equal(("192.0.2.1", "gitlab-ci", "gitlab", "id_token"), (record.Address, record.Client, record.Issuer, record.TokenKind));
        Assert.Equal(("20", "my-group/my-project", "1", "sample-user", "main", "branch"), (record.ProjectId, record.ProjectPath, record.UserId, record.UserLogin, record.Ref, record.RefType));
        Assert.Equal(("service", 3, "everyone", "built-in", 1), (record.RelyingParty, record.RelyingPartyVersion, record.Rule, record.Template, record.TemplateVersion));
        Assert.Equal(["allow:draft"], record.ShadowRules);
        Assert.Equal((answer.Claim("sub"), answer.Claim("jti"), "access_token", "read write"), (record.Subject, record.IssuedTokenId, record.IssuedTokenType, record.Scope));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))), record.SubjectTokenHash);
        Assert.Equal((null, null, null), (record.UnverifiedClient, record.UnverifiedIssuer, record.UnverifiedKeyId));
        var kid = JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(answer.Token.Text.Split('.')[0])).RootElement.GetProperty("kid").GetString();
        Assert.Equal((kid, bridge.Clock.GetUtcNow()), (record.IssuedKeyId, record.At));
        Assert.True(record.Granted);
    }

    [Fact]
    public async Task Refusal_records_no_issued_token()
    {
        (await bridge.SendAsync(null, ("scope", "admin"))).Refused();
        var record = bridge.Record;
        Assert.Equal((null, null, null, null, null), (record.IssuedTokenId, record.IssuedTokenType, record.IssuedExpiresAt, record.IssuedKeyId, record.Scope));
        Assert.Equal("""{"audience":["https://service.example.com"],"scope":["admin"]}""", record.UnverifiedRequest);
        Assert.Equal(("scope_not_given", "everyone", "scope", "read write", "admin"), (record.Reason, record.Rule, record.ReasonName, record.Expected, record.Actual));
    }

    [Fact]
    public async Task What_nobody_verified_stands_in_members_that_say_so_cut_and_escaped()
    {
        var stranger = "https://\u202Eevil\\\n" + new string('x', 400);
        await bridge.SendAsync(bridge.GitLab.Mint(TestBridge.Url, claims: new() { ["iss"] = stranger }), ("audience", "a\u0000b"), ("client_id", "robot\u001b[2J"));
        await bridge.SendAsync(bridge.GitLab.Mint(TestBridge.Url, claims: new() { ["iss"] = stranger }), ("audience", "a\u0000b😀"));
        var (client, token) = (Store.Records.First(), Store.Records.Last());
        Assert.Equal((null, "robot\\u001b[2J"), (client.Client, client.UnverifiedClient));
        Assert.Equal("a\\u0000b\\U0001f600", token.UnverifiedTarget);
        Assert.StartsWith("https://\\u202eevil\\u005c\\u000axxx", token.UnverifiedIssuer, StringComparison.Ordinal);
        Assert.Equal(256, token.UnverifiedIssuer?.Length);
        Assert.Equal((null, null, null, null, null), (token.Issuer, token.ProjectId, token.ProjectPath, token.SubjectTokenId, token.Claims));
    }

    [Fact]
    public async Task Form_refusal_records_no_token_and_no_text_of_the_caller_uncut()
    {
        var name = "\u0000" + new string('n', 5000);
        await bridge.SendAsync("x", (name, "1"), (name, "1"));
        Assert.Equal(("parameter_repeated", null, null, null), (bridge.Record.Reason, bridge.Record.SubjectTokenHash, bridge.Record.Client, bridge.Record.UnverifiedRequest));
        Assert.Equal("\\u0000" + new string('n', 250), bridge.Record.ReasonName);
    }

    [Fact]
    public async Task Verified_text_has_no_control_characters_and_no_half_of_a_character()
    {
        var asked = new string('x', 1023) + "😀\u0000";
        await bridge.SendAsync(null, ("audience", asked));
        Assert.Equal(new string('x', 1023), bridge.Record.Actual);
        await bridge.SendAsync(bridge.GitLab.Mint(TestBridge.Url, claims: new() { ["user_login"] = "a\u0000b\u001b[2Jé" }));
        Assert.Equal("a\\u0000b\\u001b[2Jé", Store.Records.Last().UserLogin);
    }

    [Fact]
    public async Task Address_and_identities_of_the_user_are_kept_only_while_something_reads_them()
    {
        await bridge.SendAsync();
        Assert.DoesNotContain("user_email", bridge.Record.Claims, StringComparison.Ordinal);
        Store.ProjectTemplates.Add(new SubTemplate { Id = "t", Version = 1, Level = TemplateLevel.Project, Issuer = "gitlab", ProjectId = "20", Components = [new("project_path"), new("user_email")] });
        (await bridge.SendAsync()).Issued();
        Assert.Contains("user_email", Store.Records.Last().Claims, StringComparison.Ordinal);
        Store.ProjectTemplates.Clear();
        Store.Configuration = Store.Configuration.With(party => party with { Rules = [party.Rules[0] with { Effect = RuleEffect.Deny, Conditions = [new Condition.Present("user_email")] }] });
        await bridge.SendAsync();
        Assert.Contains("user_email", Store.Records.Last().Claims, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stored_claims_are_the_ones_that_decided_so_a_record_can_be_decided_again()
    {
        (await bridge.SendAsync()).Issued();
        var stored = JsonNode.Parse(bridge.Record.Claims!)!.AsObject();
        Assert.Equal(stored.Select(claim => claim.Key).Order(StringComparer.Ordinal), stored.Select(claim => claim.Key));
        Assert.Equal(("20", "push", 1), ((string?)stored["project_id"], (string?)stored["pipeline_source"], (int?)stored["runner_id"]));
    }
}
