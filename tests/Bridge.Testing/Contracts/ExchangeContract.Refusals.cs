using System.Net;
using System.Text.Json.Nodes;
using Bridge.Simulator.Tokens;
using Bridge.Testing.Hosting;
using Xunit;
using static Bridge.Testing.Contracts.ContractConfiguration;

namespace Bridge.Testing.Contracts;

public abstract partial class ExchangeContract
{
    private const string InvalidRequest = "invalid_request";

    /// <summary>The parameter that is changed, what it becomes (null removes it), and how that is refused.</summary>
    public static TheoryData<string, string?, string, string> Forms => new()
    {
        { "subject_token", null, InvalidRequest, "parameter_missing" },
        { "subject_token_type", null, InvalidRequest, "parameter_missing" },
        { "subject_token_type", Urn + "access_token", InvalidRequest, "subject_token_type_unsupported" },
        { "requested_token_type", Urn + "refresh_token", InvalidRequest, "requested_token_type_unsupported" },
        { "requested_token_type", Urn + "id_token", InvalidRequest, "requested_token_type_not_allowed" },
        { "actor_token", "x", InvalidRequest, "actor_token_unsupported" },
        { "audience", null, "invalid_target", "target_missing" },
        { "audience", "https://nobody.test", "invalid_target", "target_unknown" },
        { "audience", "https://DEPLOY.test", "invalid_target", "target_unknown" },
        { "audience", Disabled, "invalid_target", "target_disabled" },
        { "audience", BackendOnly, "unauthorized_client", "client_not_accepted" },
        { "audience", Enrolled, InvalidRequest, "project_unconfirmed" },
        { "audience", Denying, InvalidRequest, "rule_denied" },
        { "audience", Mapping, InvalidRequest, "mapped_claim_missing" },
        { "scope", "read admin", "invalid_scope", "scope_not_given" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Refuses_a_request_by_what_is_wrong_with_it(string parameter, string? value, string error, string reason)
    {
        var form = BridgeServer.Form(JobToken(), Deploy).Where(pair => pair.Name != parameter);
        await RefusedAsync(await Host.PostAsync(value is null ? form : form.Append((parameter, value)), null, Ct), error, reason);
    }

    [Fact]
    public async Task A_parameter_that_came_twice_is_refused() =>
        await RefusedAsync(await ExchangeAsync(JobToken(), Deploy, ("subject_token", JobToken())), InvalidRequest, "parameter_repeated");

    [Fact]
    public async Task Two_audiences_are_never_one_token() =>
        await RefusedAsync(await ExchangeAsync(JobToken(), Deploy, ("audience", Once)), "invalid_target", "target_ambiguous");

    [Fact]
    public async Task A_scope_of_nobody_is_refused()
    {
        var answer = await ExchangeAsync(JobToken(), Deploy, ("scope", "root"));

        if (Differences.BridgeRefusesUnknownScopes)
            await RefusedAsync(answer, "invalid_scope", "scope_not_given");
        else
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (answer.Status, answer.Member("error")));
    }

    [Fact]
    public async Task A_refresh_token_cannot_be_asked_for()
    {
        var answer = await ExchangeAsync(JobToken(), Deploy, ("scope", "read offline_access"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (answer.Status, answer.Member("error")));
    }

    [Fact]
    public async Task A_resource_names_a_relying_party_or_nothing()
    {
        var answer = await Host.PostAsync(BridgeServer.Form(JobToken(), null).Append(("resource", "https://deploy.test/api")), null, Ct);

        if (Differences.ResourceNamesRelyingParties)
            Assert.Equal(Deploy, (await ReadToken.VerifyAsync(Host, answer.AccessToken!, Deploy, Ct)).Text("aud"));
        else
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_target"), (answer.Status, answer.Member("error")));
    }

    /// <summary>Tokens that prove nothing. Their makers learn one thing only: that it was no good.</summary>
    public static TheoryData<string, string> Unproven => new()
    {
        { "malformed", "subject_token_malformed" },
        { "none", "algorithm_not_allowed" },
        { "unpublished", "signature_invalid" },
        { "tampered", "signature_invalid" },
        { "stranger", "issuer_unknown" },
        { "kid", "key_unknown" },
    };

    [Theory]
    [MemberData(nameof(Unproven))]
    public async Task A_token_that_proves_nothing_is_told_nothing(string kind, string recorded)
    {
        var token = kind switch
        {
            "none" => GitLab.Mint(new TokenRequest { Audience = Host.Issuer, Header = new JsonObject { ["alg"] = "none" } }),
            "unpublished" => GitLab.Mint(new TokenRequest { Audience = Host.Issuer, SigningKey = SigningKeyChoice.Unpublished, Header = new JsonObject { ["kid"] = KeyIdOf(JobToken()) } }),
            "tampered" => GitLab.Mint(new TokenRequest { Audience = Host.Issuer, TamperSignature = true }),
            "stranger" => GitLab.Mint(Host.Issuer, claims: new JsonObject { ["iss"] = "https://elsewhere.test" }),
            "kid" => GitLab.Mint(new TokenRequest { Audience = Host.Issuer, Header = new JsonObject { ["kid"] = "nobody's" } }),
            _ => "not-a-token",
        };

        var answer = await ExchangeAsync(token, Deploy);

        var record = await RefusedAsync(answer, InvalidRequest, "subject_token_invalid", recorded);
        Assert.Null(record["project_id"]);
        Assert.Null(answer.Member("expected"));
    }

    [Fact]
    public async Task A_sign_in_token_of_the_same_GitLab_is_no_CI_token() =>
        await RefusedAsync(await ExchangeAsync(GitLab.Mint(new TokenRequest { Variant = TokenVariant.SignIn, Audience = Host.Issuer, SigningKey = SigningKeyChoice.Ci }), Deploy), InvalidRequest, "claim_missing");

    [Fact]
    public async Task A_token_for_somebody_else_is_refused_and_told_what_would_help()
    {
        var answer = await ExchangeAsync(GitLab.Mint("https://vault.test"), Deploy);

        await RefusedAsync(answer, InvalidRequest, "audience_wrong");
        Assert.Equal((Host.Issuer, "https://vault.test"), (answer.Member("expected"), answer.Member("actual")));
    }

    [Fact]
    public async Task A_token_for_somebody_else_too_is_refused() =>
        await RefusedAsync(await ExchangeAsync(GitLab.Mint(new TokenRequest { Audience = new JsonArray(Host.Issuer, "https://vault.test") }), Deploy), InvalidRequest, "audience_not_alone");

    [Fact]
    public async Task An_expired_token_is_refused() =>
        await RefusedAsync(await ExchangeAsync(GitLab.Mint(Host.Issuer, claims: new JsonObject { ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 3000, ["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 120 }), Deploy), InvalidRequest, "subject_token_expired");

    [Fact]
    public async Task A_token_that_is_nearly_over_is_refused() =>
        await RefusedAsync(await ExchangeAsync(GitLab.Mint(new TokenRequest { Audience = Host.Issuer, Lifetime = 20 }), Deploy), InvalidRequest, "lifetime_too_short");

    [Fact]
    public async Task A_job_that_no_rule_lets_in_is_told_what_the_nearest_wants()
    {
        var answer = await ExchangeAsync(GitLab.Mint(Host.Issuer, claims: new JsonObject { ["ref"] = "feature", ["ref_protected"] = "false" }), Deploy);

        await RefusedAsync(answer, InvalidRequest, "no_rule_matched");
        Assert.Equal(("true", "false"), (answer.Member("expected"), answer.Member("actual")));
    }

    [Fact]
    public async Task The_job_of_a_fork_is_refused() =>
        await RefusedAsync(await ExchangeAsync(GitLab.Mint(Host.Issuer, TokenPreset.ForkMergeRequest), Once), InvalidRequest, "fork_not_allowed");

    [Fact]
    public async Task A_job_that_a_mandatory_condition_keeps_out_learns_no_names()
    {
        var answer = await ExchangeAsync(fixture.Partner.Mint(Host.Issuer), Deploy);

        await RefusedAsync(answer, InvalidRequest, "not_permitted", "mandatory_condition_failed");
        Assert.DoesNotContain("4711", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CI_token_that_was_used_is_refused_where_it_counts_once_and_not_elsewhere()
    {
        var token = JobToken();

        await GrantedAsync(token, Once);
        await RefusedAsync(await ExchangeAsync(token, Once), InvalidRequest, "subject_token_used");
        await GrantedAsync(token, Deploy);
    }

    [Fact]
    public async Task Of_many_at_once_one_CI_token_gets_one_token()
    {
        var token = JobToken();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ExchangeAsync(token, Once)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal("subject_token_used", answer.Reason));
    }

    [Fact]
    public async Task A_recreated_project_under_a_path_of_another_is_refused()
    {
        var path = $"my-group/{Guid.NewGuid():N}";
        await GrantedAsync(GitLab.Mint(Host.Issuer, claims: new JsonObject { ["project_path"] = path, ["project_id"] = Number() }), Deploy);

        await RefusedAsync(await ExchangeAsync(GitLab.Mint(Host.Issuer, claims: new JsonObject { ["project_path"] = path, ["project_id"] = Number() }), Deploy), InvalidRequest, "project_recycled");

        static string Number() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000, int.MaxValue).ToString();
    }

    [Fact]
    public async Task A_client_that_is_not_who_it_says_is_refused()
    {
        var before = await CountAsync();
        var unknown = await ExchangeAsync(JobToken(), Deploy, ("client_id", "nobody"));
        var wrong = await Host.PostAsync(BridgeServer.Form(JobToken(), Deploy), Basic(Client, "wrong"), Ct);
        var bare = await ExchangeAsync(JobToken(), Deploy, ("client_id", Client));

        Assert.All([unknown, wrong, bare], answer => Assert.Equal((Differences.InvalidClientStatus, "invalid_client"), (answer.Status, answer.Member("error"))));
        Assert.Equal(Differences.BridgeKnowsClients ? "client_invalid" : null, wrong.Reason);
        Assert.Equal(Differences.BridgeKnowsClients ? before + 3 : before, await CountAsync());
    }

    private static string KeyIdOf(string token) => JsonNode.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(token.Split('.')[0]))!["kid"]!.ToString();
}
