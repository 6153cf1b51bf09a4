using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Refusals;
using Bridge.Tests.GitLab;
using Bridge.Tests.Policies;
using Xunit;

namespace Bridge.Tests.Claims;

public sealed class ProfileTests
{
    private const string Subject = "project_path:g/p";
    private static readonly ProfileSettings Gitlab = new("gitlab:", SessionTags.None);

    [Theory]
    [InlineData("iss sub aud exp nbf iat jti azp client_id scope act may_act cnf nonce auth_time acr amr sid at_hash c_hash email_verified idp bridge_exchange_id")]
    [InlineData("project_id namespace_id pipeline_id job_id")]
    public void These_claims_are_reserved(string names) => Assert.All(names.Split(' '), name => Assert.True(ReservedClaims.Contains(name)));

    [Theory]
    [InlineData("project_path user_id groups username email Sub ISS")]
    public void These_are_not(string names) => Assert.All(names.Split(' '), name => Assert.False(ReservedClaims.Contains(name)));

    [Fact]
    public void Every_profile_says_what_it_gives_when_nothing_is_asked_for()
    {
        Assert.Equal(["aws", "azure", "gcp", "kubernetes", "plain", "vault"], Profile.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((TokenType.AccessToken, 255, int.MaxValue, false, false, false), Facts("plain"));
        Assert.Equal((TokenType.Jwt, 255, int.MaxValue, true, true, false), Facts("kubernetes"));
        Assert.Equal((TokenType.Jwt, 255, 255, true, false, true), Facts("aws"));
        Assert.Equal((TokenType.Jwt, 255, 600, true, false, false), Facts("azure"));
        Assert.Equal((TokenType.Jwt, 127, 256, true, false, false), Facts("gcp"));
        Assert.Equal((TokenType.Jwt, 255, int.MaxValue, true, false, false), Facts("vault"));

        static (TokenType, int, int, bool, bool, bool) Facts(string name) => (Profile.All[name].DefaultTokenType, Profile.All[name].MaximumSubjectBytes,
            Profile.All[name].LongestAudience, Profile.All[name].EnrolledProjects, Profile.All[name].Prefixes, Profile.All[name].TakesSessionTags);
    }

    [Theory]
    [InlineData("aws", "RS256 ES256")]
    [InlineData("azure", "RS256")]
    [InlineData("gcp", "RS256 ES256")]
    [InlineData("kubernetes", "RS256 ES256")]
    [InlineData("plain", "RS256 ES256")]
    [InlineData("vault", "RS256 ES256")]
    public void Every_profile_says_which_algorithms_its_service_verifies(string profile, string algorithms) =>
        Assert.Equal(algorithms.Split(' '), Profile.All[profile].Algorithms);

    [Theory]
    [InlineData("azure", "api://AzureADTokenExchange", "RS256", null)]
    [InlineData("azure", "api://AzureADTokenExchangeUSGov", "RS256", null)]
    [InlineData("azure", "api://AzureADTokenExchangeChina", "RS256", null)]
    [InlineData("azure", "api://azureadtokenexchange", "RS256", "the audience of a federated credential usually is api://AzureADTokenExchange")]
    [InlineData("kubernetes", "k", "RS256", null)]
    [InlineData("kubernetes", "k", "ES256", "an API server with --oidc- flags verifies ES256 only if --oidc-signing-algs names it")]
    [InlineData("aws", "sts.amazonaws.com", "ES256", null)]
    [InlineData("gcp", "g", "ES256", null)]
    [InlineData("plain", "p", "ES256", null)]
    [InlineData("vault", "v", "ES256", null)]
    public void What_is_unusual_for_a_service_is_doubted(string profile, string audience, string algorithm, string? doubt) =>
        Assert.Equal(doubt, Profile.All[profile].Doubt(audience, algorithm));

    // The columns: aws, azure, gcp, kubernetes, plain, vault.
    [Theory]
    [InlineData("team", "++++++")]
    [InlineData("username", "---+--")]
    [InlineData("groups", "---+-+")]
    [InlineData("https://aws.amazon.com/source_identity", "+-----")]
    [InlineData("https://aws.amazon.com/tags", "------")]
    [InlineData("https://aws.amazon.com/tags/principal_tags/admin", "------")]
    [InlineData("https://aws.amazon.com.example.com/", "++++++")]
    public void A_profiles_own_claims_are_filled_only_through_it(string claim, string profiles) =>
        Assert.Equal(profiles, string.Concat(Profile.All.OrderBy(profile => profile.Key, StringComparer.Ordinal).Select(profile => profile.Value.TargetMistake(claim) is null ? '+' : '-')));

    [Fact]
    public void The_mistake_names_who_could_fill_the_claim()
    {
        Assert.Equal("is filled only for the profile kubernetes or vault", Profile.All["plain"].TargetMistake("groups"));
        Assert.Equal("is filled only for the profile aws", Profile.All["plain"].TargetMistake("https://aws.amazon.com/source_identity"));
        Assert.Equal("is filled by session_tags alone", Profile.All["aws"].TargetMistake("https://aws.amazon.com/tags"));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gcp")]
    [InlineData("azure")]
    [InlineData("aws")]
    public void These_take_claims_as_they_are(string profile)
    {
        ImmutableArray<IssuedClaim> mapped = [new("team", new IssuedValue.Text("platform")), new("groups_direct", Json("[\"a\"]")), new("runner", Json("1"))];
        Assert.Equal(mapped, Profile.All[profile].Shape(mapped, Jobs.Of(), Subject, ProfileSettings.None).Value());
    }

    [Fact]
    public void Kubernetes_names_the_subject_and_no_group_where_nothing_is_mapped()
    {
        Assert.Equal(("gitlab:" + Subject, ""), Shaped());
        Assert.Equal($$"""{"username":"{{Subject}}","groups":[]}""", AwsProfileTests.Write(Profile.All["kubernetes"].Shape([], Jobs.Of(), Subject, ProfileSettings.None).Value()));
    }

    [Fact]
    public void Kubernetes_puts_the_prefix_before_every_name()
    {
        Assert.Equal(("gitlab:robot", "gitlab:a"), Shaped(Username("robot"), Groups(new IssuedValue.Text("a"))));
        Assert.Equal("gitlab:a,gitlab:system:masters", Shaped(Groups(new IssuedValue.Texts(["a", "system:masters"]))).Groups);
        Assert.Equal("gitlab:g/sub", Shaped(Groups(Json("[\"g/sub\"]"))).Groups);
        Assert.Equal("", Shaped(Groups(Json("[]"))).Groups);
    }

    [Fact]
    public void Kubernetes_leaves_other_claims_alone()
    {
        var team = new IssuedClaim("team", new IssuedValue.Text("platform"));
        Assert.Equal(["team", "username", "groups"], Profile.All["kubernetes"].Shape([Username("robot"), team], Jobs.Of(), Subject, Gitlab).Value().Select(claim => claim.Name));
    }

    [Theory]
    [InlineData("username", "\"\"")]
    [InlineData("username", "1")]
    [InlineData("username", "[\"a\"]")]
    [InlineData("groups", "1")]
    [InlineData("groups", "{}")]
    [InlineData("groups", "[1]")]
    [InlineData("groups", "[\"a\", null]")]
    public void Kubernetes_takes_nothing_else_for_a_name(string claim, string json)
    {
        IssuedValue value = json == "\"\"" ? new IssuedValue.Text("") : Json(json);
        var expected = claim == "groups" ? "an array of texts" : "one text that is not empty";
        Assert.Equal(new Refused(Reason.MappedClaimInvalid, claim, expected), Profile.All["kubernetes"].Shape([new IssuedClaim(claim, value)], Jobs.Of(), Subject, Gitlab).Refusal());
    }

    [Theory]
    [InlineData("gitlab:", null)]
    [InlineData("system-ci:", null)]
    [InlineData("", "kubernetes needs a prefix for user and group names, such as \"gitlab:\"")]
    [InlineData("system:", "a prefix cannot begin with system:, which is the cluster's own")]
    [InlineData("SYSTEM:ci:", "a prefix cannot begin with system:, which is the cluster's own")]
    [InlineData("s", "a prefix cannot be the beginning of system:, which a value could complete")]
    [InlineData("System", "a prefix cannot be the beginning of system:, which a value could complete")]
    public void Kubernetes_takes_no_prefix_that_leads_into_the_clusters_own_names(string prefix, string? mistake) =>
        Assert.Equal(mistake, Profile.All["kubernetes"].PrefixMistake(prefix));

    [Theory]
    [InlineData(TokenType.AccessToken, "access_token")]
    [InlineData(TokenType.IdToken, "id_token")]
    [InlineData(TokenType.Jwt, "jwt")]
    public void A_token_type_has_its_word_and_its_identifier(TokenType type, string word)
    {
        Assert.Equal((word, "urn:ietf:params:oauth:token-type:" + word), (type.Word(), type.Urn()));
        Assert.Equal((type, type), (TokenTypes.Parse(word), TokenTypes.ParseUrn(type.Urn())));
    }

    [Theory]
    [InlineData("refresh_token")]
    [InlineData("JWT")]
    [InlineData("")]
    public void What_is_no_token_type_is_none(string word)
    {
        Assert.Null(TokenTypes.Parse(word));
        Assert.Null(TokenTypes.ParseUrn("urn:ietf:params:oauth:token-type:" + word));
        Assert.Null(TokenTypes.ParseUrn("urn:example:" + word));
    }

    private static (string Username, string Groups) Shaped(params ImmutableArray<IssuedClaim> mapped)
    {
        var shaped = Profile.All["kubernetes"].Shape(mapped, Jobs.Of(), Subject, Gitlab).Value();
        var username = Assert.IsType<IssuedValue.Text>(Assert.Single(shaped, claim => claim.Name == "username").Value);
        var groups = Assert.IsType<IssuedValue.Texts>(Assert.Single(shaped, claim => claim.Name == "groups").Value);
        return (username.Value, string.Join(',', groups.Values));
    }

    private static IssuedClaim Username(string name) => new("username", new IssuedValue.Text(name));

    private static IssuedClaim Groups(IssuedValue value) => new("groups", value);

    private static IssuedValue.Json Json(string json) => new IssuedValue.Json(JsonDocument.Parse(json).RootElement);
}
