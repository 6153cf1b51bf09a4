using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>The shape of what is issued: RFC 9068 for access tokens, RFC 7519 for the others, and what Kubernetes takes.</summary>
public sealed class IssuedTokenTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    private const string Urn = "urn:ietf:params:oauth:token-type:";
    private static readonly string[] Always = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "project_id", "namespace_id", "pipeline_id", "job_id"];

    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - id: plain
            audience: https://plain.test
            resource: https://api.plain.test/v1
            requested_token_types: [access_token, id_token, jwt]
            scopes: [read]
            rules: [{ id: all, effect: allow, everyone: true }]
            claims:
              team: { constant: platform }
              where: { join: [namespace_path, ref], with: "@" }
              groups_direct: { from: groups_direct, missing: omit }
              runner: { from: runner_id }
          - id: access-only
            audience: https://access.test
            rules: [{ id: all, effect: allow, everyone: true }]
          - id: cluster
            audience: https://cluster.test
            profile: kubernetes
            prefix: "gitlab:"
            enrolled_projects: false
            rules: [{ id: all, effect: allow, everyone: true }]
            claims:
              groups: { list: [namespace_path, project_path] }
          - id: login-cluster
            audience: https://login-cluster.test
            profile: kubernetes
            prefix: "gitlab:"
            enrolled_projects: false
            rules: [{ id: all, effect: allow, everyone: true }]
            claims:
              username: { from: user_login }
              groups: { from: groups_direct, missing: omit }
          - id: needy
            audience: https://needy.test
            rules: [{ id: all, effect: allow, everyone: true }]
            claims:
              environment: { from: environment }

        """;

    [Theory]
    [InlineData("https://plain.test", null, "access_token", "at+jwt", "Bearer")]
    [InlineData("https://plain.test", "access_token", "access_token", "at+jwt", "Bearer")]
    [InlineData("https://plain.test", "id_token", "id_token", "JWT", "N_A")]
    [InlineData("https://plain.test", "jwt", "jwt", "JWT", "N_A")]
    [InlineData("https://cluster.test", null, "jwt", "JWT", "N_A")]
    public async Task The_type_is_the_one_asked_for_or_the_profiles(string audience, string? asked, string issued, string typ, string use)
    {
        var granted = await GrantedAsync(Job(), audience, asked is null ? [] : [("requested_token_type", Urn + asked)]);

        Assert.Equal(Urn + issued, granted.Response.Member("issued_token_type"));
        Assert.Equal(use, granted.Response.Member("token_type"));
        Assert.Equal(typ, granted.Header["typ"]!.GetValue<string>());
        Assert.Equal(issued, granted.Record.IssuedTokenType);
        Assert.Equal(issued == "access_token", granted.Claims.ContainsKey("scope"));
        Assert.Equal(issued == "access_token" ? "gitlab-ci" : null, (string?)granted.Claims["client_id"]);
    }

    [Theory]
    [InlineData("https://access.test", "id_token", "access_token")]
    [InlineData("https://cluster.test", "access_token", "jwt")]
    public async Task A_type_that_the_relying_party_does_not_allow_is_refused(string audience, string asked, string allowed) =>
        await RefusedAsync(Reason.RequestedTokenTypeNotAllowed, Job(), audience, Urn + allowed, Urn + asked, [("requested_token_type", Urn + asked)]);

    [Theory]
    [InlineData("https://plain.test", "id_token")]
    [InlineData("https://plain.test", "access_token")]
    [InlineData("https://cluster.test", "jwt")]
    public async Task Every_token_says_who_for_whom_until_when_and_of_which_job(string audience, string type)
    {
        var project = World.NewProjectId();
        var granted = await GrantedAsync(JobOf(project, $"my-group/p{project}", ("pipeline_id", "81"), ("job_id", "82"), ("namespace_id", "83")), audience, [("requested_token_type", Urn + type)]);
        var claims = granted.Claims;
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.All(Always, name => Assert.True(claims.ContainsKey(name), name));
        Assert.Equal((Bridge.Issuer, audience, now, now), (Text(claims, "iss"), Text(claims, "aud"), claims["iat"]!.GetValue<long>(), claims["nbf"]!.GetValue<long>()));
        Assert.Equal(JsonValueKind.String, claims["aud"]!.GetValueKind());
        Assert.Equal((project, "83", "81", "82"), (Text(claims, "project_id"), Text(claims, "namespace_id"), Text(claims, "pipeline_id"), Text(claims, "job_id")));
        Assert.NotEmpty(granted.Subject);
        Assert.True(Guid.TryParse(Text(claims, "jti"), out _));
        Assert.NotEmpty(granted.KeyId);
        Assert.DoesNotContain("azp", claims);
    }

    [Fact]
    public async Task A_relying_party_named_by_its_resource_still_gets_its_own_audience()
    {
        var token = Job();
        var byResource = await GrantedAsync(token, "https://plain.test", ("resource", "https://api.plain.test/v1"));

        Assert.Equal("https://plain.test", Text(byResource.Claims, "aud"));
        await RefusedAsync(Reason.TargetAmbiguous, token, "https://access.test", more: [("resource", "https://api.plain.test/v1")]);
    }

    [Fact]
    public async Task Claims_are_mapped_as_configured_and_none_of_the_job_slips_through()
    {
        var granted = await GrantedAsync(Job([("groups_direct", new JsonArray("a", "b")), ("runner_id", 9), ("admin", true), ("client_id", "root"), ("scope", "root"), ("act", "root")]), "https://plain.test");
        var claims = granted.Claims;

        Assert.Equal(("platform", "my-group@main"), (Text(claims, "team"), Text(claims, "where")));
        Assert.Equal("""["a","b"]""", claims["groups_direct"]!.ToJsonString());
        Assert.Equal(9, claims["runner"]!.GetValue<int>());
        Assert.Equal(("gitlab-ci", "read"), (Text(claims, "client_id"), Text(claims, "scope")));
        Assert.Empty(claims.Select(claim => claim.Key).Except([.. Always, "client_id", "scope", "team", "where", "groups_direct", "runner"]));
    }

    [Fact]
    public async Task A_mapping_over_a_claim_that_the_job_lacks_refuses()
    {
        var record = await RefusedAsync(Reason.MappedClaimMissing, Job(), "https://needy.test", "environment");

        Assert.Equal("environment", record.ReasonName);
    }

    [Fact]
    public async Task Kubernetes_gets_a_username_and_groups_with_the_prefix()
    {
        var granted = await GrantedAsync(Job(), "https://cluster.test");

        Assert.Equal("gitlab:" + granted.Subject, Text(granted.Claims, "username"));
        Assert.Equal("""["gitlab:my-group","gitlab:my-group/my-project"]""", granted.Claims["groups"]!.ToJsonString());
    }

    [Fact]
    public async Task No_job_becomes_a_user_or_group_of_the_cluster_itself()
    {
        var granted = await GrantedAsync(Job([("user_login", "system:admin"), ("groups_direct", new JsonArray("system:masters", "system:nodes"))]), "https://login-cluster.test");

        Assert.Equal("gitlab:system:admin", Text(granted.Claims, "username"));
        Assert.Equal("""["gitlab:system:masters","gitlab:system:nodes"]""", granted.Claims["groups"]!.ToJsonString());
    }

    [Fact]
    public async Task Groups_are_an_array_also_where_a_job_has_none()
    {
        var granted = await GrantedAsync(Job(), "https://login-cluster.test");

        Assert.Equal("[]", granted.Claims["groups"]!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("system:")]
    [InlineData("SYSTEM:x")]
    [InlineData("sys")]
    public async Task A_prefix_that_could_make_one_is_not_taken_over(string prefix) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Bridge.ApplyAsync($$"""
            relying_parties:
              - { id: bad, audience: 'https://bad.test', profile: kubernetes, prefix: "{{prefix}}", rules: [{ id: all, effect: allow, everyone: true }] }
            """, Ct));

    [Fact]
    public async Task A_subject_is_printable_ASCII_whatever_a_branch_is_called()
    {
        var granted = await GrantedAsync(GitLab.Mint(new TokenRequest { Audience = Bridge.Issuer, Claims = new JsonObject { ["ref"] = "fé:at%\n", ["sub"] = "x" } }), "https://plain.test");

        Assert.Equal("project_path:my-group/my-project:ref_type:branch:ref:f%C3%A9%3Aat%25%0A", granted.Subject);
    }

    private static string? Text(JsonObject claims, string name) => claims[name]?.GetValue<string>();
}
