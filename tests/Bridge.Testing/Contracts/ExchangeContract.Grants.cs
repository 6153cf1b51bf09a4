using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Simulator.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;
using static Bridge.Testing.Contracts.ContractConfiguration;

namespace Bridge.Testing.Contracts;

public abstract partial class ExchangeContract
{
    private static readonly string[] Provenance = ["project_id", "namespace_id", "pipeline_id", "job_id"];

    [Fact]
    public async Task Issues_a_token_that_verifies_through_discovery_and_carries_what_was_decided()
    {
        var (answer, token) = await GrantedAsync(GitLab.Mint(Host.Issuer, claims: new JsonObject { ["pipeline_id"] = "574", ["job_id"] = "302" }), Deploy);

        Assert.Equal(Urn + "access_token", answer.Member("issued_token_type"));
        Assert.Equal("Bearer", answer.Member("token_type"));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Null(answer.Member("refresh_token"));
        Assert.Equal((Host.Issuer, Deploy, "project_path:my-group/my-project:ref_type:branch:ref:main"), (token.Text("iss"), token.Text("aud"), token.Text("sub")));
        Assert.Equal(("gitlab-ci", "at+jwt", "RS256"), (token.Text("client_id"), token.Header["typ"]!.ToString(), token.Header["alg"]!.ToString()));
        Assert.Equal(("20", "72", "574", "302"), (token.Text("project_id"), token.Text("namespace_id"), token.Text("pipeline_id"), token.Text("job_id")));
    }

    [Fact]
    public async Task A_token_has_the_mapped_claims_and_no_others()
    {
        var (_, token) = await GrantedAsync(JobToken(), Deploy);

        Assert.Equal(("platform", "main"), (token.Text("team"), token.Text("branch")));
        Assert.Equal(1, token.Claims["runner"]!.GetValue<long>());
        Assert.Equal("""["my-group/my-project"]""", token.Claims["paths"]!.ToJsonString());
        var expected = new[] { "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "team", "branch", "runner", "paths" }.Concat(Provenance).Concat(Differences.FurtherClaims);
        Assert.Equal(expected.Order(StringComparer.Ordinal), token.Claims.Select(claim => claim.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_record_of_a_grant_can_be_found_by_the_token()
    {
        var (_, token) = await GrantedAsync(JobToken(), Deploy);

        var record = await RecordAsync(token.Text(Differences.TokenIdIsExchangeId ? "jti" : "bridge_exchange_id")!);
        Assert.Equal(Differences.TokenIdIsExchangeId ? token.Text("jti") : null, record["issued_token_id"]);
        Assert.Equal(("gitlab-ci", "deploy", "protected", "gitlab", token.Text("job_id")), (record["client"], record["relying_party"], record["rule"], record["issuer"], record["job_id"]));
        Assert.Equal((token.Text("sub"), null, "access_token", "read write"), (record["subject"], record["reason"], record["issued_token_type"], record["scope"]));
        Assert.NotEqual(token.Text("jti"), record["subject_token_id"]);
    }

    [Fact]
    public async Task Nothing_asked_for_gives_all_scopes_and_a_part_gives_that_part()
    {
        Assert.Equal("read write", Scope((await GrantedAsync(JobToken(), Deploy)).Token));
        Assert.Equal("read write", Scope((await GrantedAsync(JobToken(), Deploy, ("scope", "openid"))).Token));
        Assert.Equal("write", Scope((await GrantedAsync(JobToken(), Deploy, ("scope", "write"))).Token));
        Assert.Equal("read", Scope((await GrantedAsync(JobToken(), Deploy, ("scope", "openid read"))).Token));
        Assert.Equal("", Scope((await GrantedAsync(JobToken(), Once)).Token));
    }

    [Fact]
    public async Task The_answer_tells_the_scope()
    {
        Assert.Equal("read write", (await ExchangeAsync(JobToken(), Deploy)).Member("scope"));
        Assert.Equal(Differences.TellsScopeOnlyWhenItDiffers ? null : "write", (await ExchangeAsync(JobToken(), Deploy, ("scope", "write"))).Member("scope"));
    }

    [Fact]
    public async Task A_jwt_that_was_asked_for_says_that_it_is_one()
    {
        var (answer, token) = await GrantedAsync(JobToken(), Deploy, ("requested_token_type", Urn + "jwt"));

        Assert.Equal(Urn + "jwt", answer.Member("issued_token_type"));
        Assert.Equal(Differences.JwtsAreNotAccessTokens ? ("N_A", "JWT") : ("Bearer", "at+jwt"), (answer.Member("token_type"), token.Header["typ"]!.ToString()));
    }

    [Fact]
    public async Task A_cluster_gets_its_prefix_and_an_array_of_one_group()
    {
        var (answer, token) = await GrantedAsync(JobToken(), Cluster);

        Assert.Equal(Urn + "jwt", answer.Member("issued_token_type"));
        Assert.Equal("gitlab:" + token.Text("sub"), token.Text("username"));
        Assert.Equal("""["gitlab:my-group"]""", token.Claims["groups"]!.ToJsonString());
    }

    [Fact]
    public async Task Each_relying_party_gets_its_own_algorithm() =>
        Assert.Equal("ES256", (await GrantedAsync(JobToken(), Elliptic)).Token.Header["alg"]!.ToString());

    [Fact]
    public async Task The_lifetime_is_the_rules_and_never_longer_than_the_CI_token()
    {
        var ending = GitLab.Mint(new TokenRequest { Audience = Host.Issuer, Lifetime = 90 });
        var (answer, token) = await GrantedAsync(JobToken(), Brief);
        var (_, cut) = await GrantedAsync(ending, Brief);

        // A host that signs after it decided gives what is left by then; the 90 seconds of the other token are no lifetime of the rule.
        Assert.InRange(int.Parse(answer.Member("expires_in")!), 91, 120);
        Assert.InRange((token.Time("exp") - token.Time("iat")).TotalSeconds, 91, 120);
        Assert.InRange(cut.Time("exp"), cut.Time("iat").AddSeconds(1), new DateTimeOffset(new JsonWebToken(ending).ValidTo, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_name_with_a_quote_a_per_cent_sign_and_an_umlaut_comes_through_whole()
    {
        var (_, token) = await GrantedAsync(GitLab.Mint(Host.Issuer, claims: new JsonObject { ["ref"] = "a\"b%ü" }), Deploy);

        Assert.Equal("""project_path:my-group/my-project:ref_type:branch:ref:a"b%25%C3%BC""", token.Text("sub"));
        Assert.Equal("a\"b%ü", token.Text("branch"));
    }

    [Fact]
    public async Task The_default_client_may_be_named()
    {
        var (_, token) = await GrantedAsync(JobToken(), Deploy, ("client_id", "gitlab-ci"));

        Assert.Equal("gitlab-ci", token.Text("client_id"));
    }

    [Fact]
    public async Task A_client_with_a_secret_is_served_by_header_and_by_form()
    {
        var byHeader = await Host.PostAsync(Hosting.BridgeServer.Form(JobToken(), BackendOnly), Basic(Client, Secret), Ct);
        var (_, byForm) = await GrantedAsync(JobToken(), BackendOnly, ("client_id", Client), ("client_secret", Secret));

        Assert.Equal(Client, (await ReadToken.VerifyAsync(Host, byHeader.AccessToken!, BackendOnly, Ct)).Text("client_id"));
        Assert.Equal(Client, byForm.Text("client_id"));
    }

    [Fact]
    public async Task No_token_and_no_secret_is_in_the_log()
    {
        var (subject, refused) = (JobToken(), JobToken());
        var answer = await ExchangeAsync(subject, BackendOnly, ("client_id", Client), ("client_secret", Secret));
        await ExchangeAsync(refused, Denying);
        await ExchangeAsync(JobToken(), Deploy, ("actor_token", refused));

        foreach (var secret in new[] { subject, refused, answer.AccessToken!, Secret })
            Assert.DoesNotContain(secret.Split('.')[^1], Host.Log, StringComparison.Ordinal);
    }

    private string Scope(ReadToken token)
    {
        var scope = token.Claims["scope"];
        if (Differences.ScopeIsOneText)
            return scope!.GetValue<string>();
        return scope switch
        {
            null => "",
            { } some when some.GetValueKind() == JsonValueKind.Array => string.Join(' ', some.AsArray().Select(item => item!.ToString())),
            { } some => throw new InvalidOperationException(some.ToJsonString()),
        };
    }
}
