using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.Refusals;
using Xunit;

namespace Bridge.Tests.GitLab;

public sealed class JobCheckTests
{
    private static readonly long Seconds = TestToken.Now.ToUnixTimeSeconds();

    [Fact]
    public async Task Token_of_a_job_passes()
    {
        var job = (await TestToken.CheckAsync(TestToken.Claims())).Value();
        Assert.Equal("235b3a54-b797-45c7-ae9a-f72d7bc6ef5b", job.TokenId);
        Assert.Equal((TestToken.Now, TestToken.Now.AddHours(1)), (job.IssuedAt, job.ExpiresAt));
    }

    [Theory]
    [InlineData("project_id")]
    [InlineData("project_path")]
    [InlineData("namespace_id")]
    [InlineData("namespace_path")]
    [InlineData("job_id")]
    [InlineData("pipeline_id")]
    [InlineData("pipeline_source")]
    [InlineData("ref")]
    [InlineData("ref_type")]
    [InlineData("sub")]
    [InlineData("jti")]
    public async Task Required_claim_must_be_there_and_a_text_that_is_not_empty(string name)
    {
        var absent = (await TestToken.CheckAsync(TestToken.ClaimsWithout(name))).Refusal();
        Assert.Equal((Reason.ClaimMissing, name), (absent.Reason, absent.Name));
        Assert.Equal(Reason.ClaimMissing, (await TestToken.CheckAsync(TestToken.Claims(name, null))).Refusal().Reason);
        foreach (var wrong in new JsonNode[] { "", 20, true, new JsonArray("20"), new JsonObject { ["id"] = "20" } })
        {
            var refused = (await TestToken.CheckAsync(TestToken.Claims(name, wrong))).Refusal();
            Assert.Equal((Reason.ClaimInvalid, name), (refused.Reason, refused.Name));
        }
    }

    [Fact]
    public async Task Sign_in_token_of_the_same_issuer_and_audience_is_refused()
    {
        var claims = new JsonObject
        {
            ["iss"] = TestIssuer.Iss,
            ["sub"] = "1",
            ["aud"] = TestIssuer.Audience,
            ["exp"] = Seconds + 120,
            ["iat"] = Seconds,
            ["auth_time"] = Seconds,
            ["nickname"] = "root",
            ["email"] = "root@example.com",
            ["jti"] = "1",
            ["groups_direct"] = new JsonArray("group"),
        };
        Assert.Equal(Reason.ClaimMissing, (await TestToken.CheckAsync(claims)).Refusal().Reason);
    }

    public static TheoryData<string, string> WrongTypes => new()
    {
        { "user_id", "1" }, { "ref_protected", "true" }, { "runner_id", "\"1\"" }, { "groups_direct", "\"group\"" }, { "user_identities", "{}" },
        { "job_config", "[]" }, { "job_project_id", "20" }, { "source_project_id", "[\"20\"]" }, { "environment", "{}" }, { "iss", "1" },
    };

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task Claim_of_another_type_than_gitlabs_is_refused(string name, string json)
    {
        // The iss of another type never gets so far.
        if (name == "iss")
        {
            Assert.Equal(Reason.IssuerUnknown, (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header(), TestToken.Claims(name, JsonNode.Parse(json)).ToJsonString()))).Refusal().Reason);
            return;
        }

        var refused = (await TestToken.CheckAsync(TestToken.Claims(name, JsonNode.Parse(json)))).Refusal();
        Assert.Equal((Reason.ClaimInvalid, name), (refused.Reason, refused.Name));
    }

    [Fact]
    public async Task Unknown_claims_of_any_type_and_null_ones_are_accepted()
    {
        var claims = TestToken.Claims("brand_new", new JsonArray(1, "two", new JsonObject()));
        claims["ci_config_sha"] = null;
        claims["runner_id"] = null;
        Assert.True((await TestToken.CheckAsync(claims)).Is(out _, out _));
    }

    public static TheoryData<string, string> Audiences => new()
    {
        { "\"https://other.example.com\"", nameof(Reason.AudienceWrong) },
        { "\"https://bridge.example.com/\"", nameof(Reason.AudienceWrong) },
        { "\"https://BRIDGE.example.com\"", nameof(Reason.AudienceWrong) },
        { "\"\"", nameof(Reason.AudienceWrong) },
        { "[]", nameof(Reason.AudienceWrong) },
        { "[\"https://other.example.com\"]", nameof(Reason.AudienceWrong) },
        { "[\"https://gitlab.example.com\"]", nameof(Reason.AudienceWrong) },
        { "[\"https://bridge.example.com\",\"https://other.example.com\"]", nameof(Reason.AudienceNotAlone) },
        { "[\"https://bridge.example.com\",\"\"]", nameof(Reason.AudienceNotAlone) },
        { "[\"https://bridge.example.com\",1]", nameof(Reason.ClaimInvalid) },
        { "[[\"https://bridge.example.com\"]]", nameof(Reason.ClaimInvalid) },
        { "{\"https://bridge.example.com\":1}", nameof(Reason.ClaimInvalid) },
        { "1", nameof(Reason.ClaimInvalid) },
        { "true", nameof(Reason.ClaimInvalid) },
    };

    [Theory]
    [MemberData(nameof(Audiences))]
    public async Task Token_for_another_audience_is_refused(string audience, string reason) =>
        Assert.Equal(reason, (await TestToken.CheckAsync(TestToken.Claims("aud", JsonNode.Parse(audience)))).Refusal().Reason.ToString());

    [Fact]
    public async Task Further_audience_is_accepted_only_where_the_issuer_allows_it()
    {
        var issuer = TestToken.Issuer with { FurtherAudiences = ["https://vault.example.com"] };
        Assert.True((await TestToken.CheckAsync(TestToken.Claims("aud", new JsonArray("https://vault.example.com", TestIssuer.Audience)), issuer)).Is(out _, out _));
        Assert.Equal(Reason.AudienceWrong, (await TestToken.CheckAsync(TestToken.Claims("aud", new JsonArray("https://vault.example.com")), issuer)).Refusal().Reason);
        Assert.True((await TestToken.CheckAsync(TestToken.Claims("aud", new JsonArray(TestIssuer.Audience, TestIssuer.Audience)))).Is(out _, out _));
    }

    [Theory]
    [InlineData("exp", -30, nameof(Reason.SubjectTokenExpired))]
    [InlineData("exp", -29, null)]
    [InlineData("nbf", 30, null)]
    [InlineData("nbf", 31, nameof(Reason.SubjectTokenNotYetValid))]
    [InlineData("iat", 30, null)]
    [InlineData("iat", 31, nameof(Reason.SubjectTokenNotYetValid))]
    [InlineData("iat", -3630, null)]
    [InlineData("iat", -3631, nameof(Reason.SubjectTokenTooOld))]
    public async Task Times_hold_to_the_second_with_one_leeway(string claim, int seconds, string? reason)
    {
        (await TestToken.CheckAsync(TestToken.Claims(claim, Seconds + seconds))).Is(out _, out var refused);
        Assert.Equal(reason, refused?.Reason.ToString());
    }

    [Theory]
    [InlineData("exp", "253402300799")]
    [InlineData("exp", "1e400")]
    [InlineData("exp", "1e11111111111")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "\"1900000000\"")]
    [InlineData("exp", "[1900000000]")]
    [InlineData("exp", "true")]
    [InlineData("iat", "253402300799.9")]
    [InlineData("iat", "99999999999999999999999999999999999999999999")]
    [InlineData("iat", "\"1900000000\"")]
    [InlineData("nbf", "253402300800")]
    [InlineData("nbf", "\"\"")]
    [InlineData("nbf", "false")]
    public async Task Time_that_is_no_number_of_this_age_is_refused_and_never_overflows(string claim, string json)
    {
        var payload = TestToken.Claims(claim, "#").ToJsonString().Replace("\"#\"", json, StringComparison.Ordinal);
        var token = (await TestToken.VerifyAsync(TestToken.Sign(TestToken.Header(), payload))).Value();
        var refused = JobCheck.Check(token, TestToken.Now, TimeSpan.FromSeconds(30)).Refusal();
        Assert.Equal((Reason.ClaimInvalid, claim), (refused.Reason, refused.Name));
    }

    [Fact]
    public async Task Far_future_expiry_leaves_room_for_what_is_added_to_it()
    {
        var job = (await TestToken.CheckAsync(TestToken.Claims("exp", 253370764799))).Value();
        Assert.True(job.ExpiresAt.AddDays(300) > job.ExpiresAt);
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("iat")]
    public async Task Missing_time_is_refused(string name)
    {
        Assert.Equal(Reason.ClaimMissing, (await TestToken.CheckAsync(TestToken.ClaimsWithout(name))).Refusal().Reason);
        Assert.Equal(Reason.ClaimMissing, (await TestToken.CheckAsync(TestToken.Claims(name, null))).Refusal().Reason);
    }

    public static TheoryData<string, Refused> Told => new()
    {
        { """{"job_id":null}""", new(Reason.ClaimMissing, "job_id") },
        { """{"job_id":""}""", new(Reason.ClaimInvalid, "job_id", "a JSON string that is not empty", "an empty string") },
        { """{"job_id":302}""", new(Reason.ClaimInvalid, "job_id", "a JSON string that is not empty", "a JSON number") },
        { """{"ref_protected":true}""", new(Reason.ClaimInvalid, "ref_protected", "a JSON string", "a JSON true") },
        { """{"user_identities":""}""", new(Reason.ClaimInvalid, "user_identities", "a JSON array", "an empty string") },
        { """{"runner_id":"1"}""", new(Reason.ClaimInvalid, "runner_id", "a JSON number", "a JSON string") },
        { """{"job_config":[]}""", new(Reason.ClaimInvalid, "job_config", "a JSON object", "a JSON array") },
        { """{"aud":1}""", new(Reason.ClaimInvalid, "aud", "a JSON string or an array of them", "a JSON number") },
        { """{"aud":["https://a.example.com","https://b.example.com"]}""", new(Reason.AudienceWrong, "aud", "https://bridge.example.com or https://bridge2.example.com", "https://a.example.com, https://b.example.com") },
        { """{"aud":["https://bridge2.example.com","https://b.example.com","https://c.example.com"]}""", new(Reason.AudienceNotAlone, "aud", "https://bridge.example.com or https://bridge2.example.com", "https://b.example.com") },
        { """{"iat":null}""", new(Reason.ClaimMissing, "iat") },
        { """{"exp":"soon"}""", new(Reason.ClaimInvalid, "exp", "a JSON number of seconds", "a JSON string") },
        { """{"exp":1782903600}""", new(Reason.SubjectTokenExpired, null, "2026-07-01T12:00:00Z", "2026-07-01T11:00:00Z") },
        { """{"nbf":1782910800}""", new(Reason.SubjectTokenNotYetValid, "nbf", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z") },
        { """{"iat":1782910800}""", new(Reason.SubjectTokenNotYetValid, "iat", "2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z") },
        { """{"iat":1782900000}""", new(Reason.SubjectTokenTooOld, null, "2026-07-01T11:00:00Z", "2026-07-01T10:00:00Z") },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public async Task Refusal_names_the_claim_what_it_must_be_and_what_it_is(string changes, Refused refused)
    {
        var claims = TestToken.Claims();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            claims[name] = value?.DeepClone();
        Assert.Equal(refused, (await TestToken.CheckAsync(claims, TestToken.Issuer with { Audiences = [TestIssuer.Audience, "https://bridge2.example.com"] })).Refusal());
    }

    [Fact]
    public async Task Of_several_faults_the_form_is_told_before_the_audience_and_the_audience_before_the_times()
    {
        var claims = TestToken.Claims("aud", "https://other.example.com");
        claims["exp"] = Seconds - 3600;
        Assert.Equal(Reason.AudienceWrong, (await TestToken.CheckAsync(claims)).Refusal().Reason);
        claims["ref_protected"] = true;
        Assert.Equal((Reason.ClaimInvalid, "ref_protected"), ((await TestToken.CheckAsync(claims)).Refusal() is var refused ? (refused.Reason, refused.Name) : default));
        claims.Remove("job_id");
        Assert.Equal(Reason.ClaimMissing, (await TestToken.CheckAsync(claims)).Refusal().Reason);
    }

    [Fact]
    public async Task Missing_nbf_is_accepted() => Assert.True((await TestToken.CheckAsync(TestToken.ClaimsWithout("nbf"))).Is(out _, out _));

    [Fact]
    public async Task Token_without_audience_is_refused_while_v1_is_off()
    {
        Assert.Equal(Reason.TokenKindNotTrusted, (await TestToken.CheckAsync(TestToken.ClaimsWithout("aud"))).Refusal().Reason);
        Assert.Equal(Reason.TokenKindNotTrusted, (await TestToken.CheckAsync(TestToken.Claims("aud", null))).Refusal().Reason);
        var modern = TestToken.Issuer with { Accepted = [new(TestIssuer.Iss, TokenKind.IdToken)] };
        var refused = (await TestToken.CheckAsync(TestToken.ClaimsWithout("aud"), modern)).Refusal();
        Assert.Equal((Reason.AudienceWrong, null), (refused.Reason, refused.Actual));
    }

    [Fact]
    public async Task Token_for_gitlab_itself_is_refused_while_v2_is_off()
    {
        Assert.Equal(Reason.TokenKindNotTrusted, (await TestToken.CheckAsync(TestToken.Claims("aud", TestIssuer.Iss))).Refusal().Reason);
        var modern = TestToken.Issuer with { Accepted = [new(TestIssuer.Iss, TokenKind.IdToken)] };
        Assert.Equal(Reason.AudienceWrong, (await TestToken.CheckAsync(TestToken.Claims("aud", TestIssuer.Iss), modern)).Refusal().Reason);
        Assert.Equal(TokenKind.IdToken, (await TestToken.CheckAsync(TestToken.Claims("aud", TestIssuer.Iss), modern with { Audiences = [TestIssuer.Iss] })).Value().Facts.Kind);
    }

    [Fact]
    public async Task Old_kinds_end_on_their_date_and_live_ten_minutes()
    {
        var issuer = TestToken.Issuer with
        {
            LegacyUntil = ImmutableDictionary<TokenKind, DateTimeOffset>.Empty.Add(TokenKind.V1, TestToken.Now.AddDays(1)).Add(TokenKind.V2, TestToken.Now),
        };
        var v1 = TestToken.ClaimsWithout("aud");
        v1["sub"] = "job_302";
        Assert.Equal(TokenKind.V1, (await TestToken.CheckAsync(v1, issuer)).Value().Facts.Kind);
        Assert.Equal(Reason.TokenKindEnded, (await TestToken.CheckAsync(TestToken.Claims("aud", TestIssuer.Iss), issuer)).Refusal().Reason);
        Assert.Equal(TokenKind.V2, (await TestToken.CheckAsync(TestToken.Claims("aud", TestIssuer.Iss), issuer, TestToken.Now.AddSeconds(-1))).Value().Facts.Kind);
        v1["iat"] = Seconds - 631;
        Assert.Equal(Reason.SubjectTokenTooOld, (await TestToken.CheckAsync(v1, issuer)).Refusal().Reason);
        v1["iat"] = Seconds;
        v1["sub"] = "job_303";
        Assert.Equal(new Refused(Reason.ClaimInvalid, "sub", "job_302", "job_303"), (await TestToken.CheckAsync(v1, issuer)).Refusal());
    }

    [Fact]
    public async Task Refused_kind_is_named_with_its_end_or_with_the_audience_that_it_lacks()
    {
        var ended = TestToken.Issuer with { LegacyUntil = ImmutableDictionary<TokenKind, DateTimeOffset>.Empty.Add(TokenKind.V2, TestToken.Now) };
        Assert.Equal(
            new Refused(Reason.TokenKindEnded, null, "2026-07-01T12:00:00Z", "v2"), (await TestToken.CheckAsync(TestToken.Claims("aud", TestIssuer.Iss), ended)).Refusal());
        Assert.Equal(new Refused(Reason.TokenKindNotTrusted, Actual: "v1"), (await TestToken.CheckAsync(TestToken.ClaimsWithout("aud"))).Refusal());
        var modern = TestToken.Issuer with { Accepted = [new(TestIssuer.Iss, TokenKind.IdToken)], Audiences = [TestIssuer.Audience, "https://bridge2.example.com"] };
        Assert.Equal(
            new Refused(Reason.AudienceWrong, "aud", "https://bridge.example.com or https://bridge2.example.com"),
            (await TestToken.CheckAsync(TestToken.ClaimsWithout("aud"), modern)).Refusal());
    }

    [Fact]
    public async Task Id_token_under_an_iss_of_old_kinds_alone_is_refused()
    {
        var old = TestToken.Issuer with
        {
            Accepted = [new(TestIssuer.Iss, TokenKind.V1)],
            LegacyUntil = ImmutableDictionary<TokenKind, DateTimeOffset>.Empty.Add(TokenKind.V1, TestToken.Now.AddDays(1)).Add(TokenKind.IdToken, TestToken.Now.AddDays(1)),
        };
        Assert.Equal(new Refused(Reason.TokenKindNotTrusted, Actual: "id_token"), (await TestToken.CheckAsync(TestToken.Claims(), old)).Refusal());
    }
}
