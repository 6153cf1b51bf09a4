using System.Text.Json.Nodes;
using Bridge.Records;
using Bridge.Refusals;
using Bridge.Server.Tests.Attacks;
using Xunit;

namespace Bridge.Server.Tests.Durability;

/// <summary>What an exchange leaves in the database.</summary>
public sealed class RecordTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Deploy = "https://deploy.test";

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - { id: deploy, audience: 'https://deploy.test', scopes: [read], rules: [{ id: main, effect: allow, when: { ref: main } }] }

        """;

    [Fact]
    public async Task The_record_of_a_grant_says_who_what_when_and_by_which_rule()
    {
        var project = World.NewProjectId();
        var token = JobOf(project, $"my-group/p{project}", ("pipeline_id", "81"), ("job_id", "82"), ("user_id", "83"), ("user_login", "jan"));
        var record = (await GrantedAsync(token, Deploy)).Record;

        Assert.Equal((Clock.GetUtcNow(), "127.0.0.1", "gitlab-ci", "main"), (record.At, record.Address, record.Client, record.Issuer));
        Assert.Equal((project, $"my-group/p{project}", "81", "82"), (record.ProjectId, record.ProjectPath, record.PipelineId, record.JobId));
        Assert.Equal(("83", "jan", "main", "branch"), (record.UserId, record.UserLogin, record.Ref, record.RefType));
        Assert.Equal(("deploy", 1, "main", "built-in", 1), (record.RelyingParty, record.RelyingPartyVersion, record.Rule, record.Template, record.TemplateVersion));
        Assert.Equal(("access_token", "read", "id_token"), (record.IssuedTokenType, record.Scope, record.TokenKind));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token))), record.SubjectTokenHash);
        Assert.Equal((Deploy, null, null), (record.UnverifiedTarget, record.UnverifiedIssuer, record.UnverifiedKeyId));
        Assert.Empty(record.ClaimsLeftOut);
    }

    [Fact]
    public async Task The_record_of_a_refusal_says_the_same_as_far_as_it_came()
    {
        var record = await RefusedAsync(Reason.NoRuleMatched, Job([("ref", "feature")]), Deploy, "main", "feature");

        Assert.Equal(("main", "deploy", "feature", "ref"), (record.Issuer, record.RelyingParty, record.Ref, record.ReasonName));
        Assert.All(new[] { record.Rule, record.Template, record.Subject, record.IssuedTokenType, record.Scope }, Assert.Null);
        Assert.Equal("feature", Claims(record)["ref"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_of_a_token_that_does_not_verify_stands_among_the_verified_facts()
    {
        var token = GitLab.Mint(new Bridge.Simulator.Tokens.TokenRequest { Audience = Bridge.Issuer, TamperSignature = true, Header = new JsonObject { ["kid"] = GitLab.GitLab.CiKey.Kid } });
        var response = await SendAsync(Bridge, token, Deploy);
        var record = (await RecordsAsync(Bridge)).Single(one => one.Id.ToString() == response.Member("exchange_id"));

        Assert.Equal(("subject_token_invalid", "signature_invalid"), (response.Reason, record.Reason));
        Assert.All(new[] { record.Issuer, record.ProjectId, record.JobId, record.UserLogin, record.Claims, record.SubjectTokenId }, Assert.Null);
        Assert.Equal((GitLab.Issuer, GitLab.GitLab.CiKey.Kid), (record.UnverifiedIssuer, record.UnverifiedKeyId));
    }

    [Fact]
    public async Task Claims_that_do_not_fit_are_left_out_longest_first_and_named()
    {
        var groups = new JsonArray([.. Enumerable.Range(0, 200).Select(number => (JsonNode)$"my-group/subgroup-of-a-long-name-{number:D4}")]);
        var record = (await GrantedAsync(Job([("groups_direct", groups), ("environment", new string('e', 1500))]), Deploy)).Record;

        Assert.Equal(["groups_direct"], record.ClaimsLeftOut);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(record.Claims!) <= 8 * 1024);
        Assert.Equal(1500, Claims(record)["environment"]!.GetValue<string>().Length);
        Assert.False(Claims(record).ContainsKey("groups_direct"));
    }

    [Fact]
    public async Task A_users_address_is_never_recorded_unless_something_in_force_reads_it()
    {
        var unread = (await GrantedAsync(Job(), Deploy)).Record;
        Assert.DoesNotContain("sample-user@", unread.ToString(), StringComparison.Ordinal);
        Assert.Equal("sample-user", Claims(unread)["user_login"]!.GetValue<string>());

        await Bridge.ApplyAsync("relying_parties: [{ id: mail, audience: 'https://mail.test', rules: [{ id: mail, effect: allow, when: { user_email: sample-user@example.com } }] }]", Ct);
        var read = (await GrantedAsync(Job(), "https://mail.test")).Record;
        Assert.Equal("sample-user@example.com", Claims(read)["user_email"]!.GetValue<string>());
        Assert.False(Claims(read).ContainsKey("user_identities"));

        await Bridge.ApplyAsync("relying_parties: [{ id: mail, audience: 'https://mail.test' }]", Ct);
        Assert.DoesNotContain("sample-user@", (await GrantedAsync(Job(), Deploy)).Record.ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Claims(ExchangeRecord record) => JsonNode.Parse(record.Claims!)!.AsObject();
}
