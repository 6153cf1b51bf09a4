using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.GitLab;
using Bridge.Keys;
using Bridge.Policies;
using Bridge.Subjects;
using Bridge.Tests.Subjects;
using Xunit;

namespace Bridge.Tests.Configuration;

public sealed class ConfigurationCompilerTests
{
    [Fact]
    public void Reads_an_issuer_whole()
    {
        var configuration = Compiled.Of((Section.Issuers, """
            {
              "id": "gitlab", "name": "GitLab", "url": "https://gitlab.example.com/", "enabled": false, "subject_prefix": "eu:", "shared": true,
              "iss": ["https://ids.example.com", {"iss": "https://gitlab.example.com", "kinds": ["id_token", "v2"]}, {"iss": "gitlab.example.com", "kinds": ["v1"]}],
              "legacy": {"v1": {"until": "2027-01-31"}, "v2": {"until": "2020-02-29"}},
              "keys": {"jwks": "http://gitlab.internal/jwks", "insecure": true, "ca_file": "/etc/ca.pem", "proxy": "http://proxy:3128", "outlive": "2h"},
              "algorithms": ["RS256", "ES384"], "audiences": ["a", "b"], "further_audiences": ["c"], "maximum_age": "90s", "fork_pipelines": "never", "permits_per_minute": 5,
              "mandatory": {"top_level_group": "g"}
            }
            """));
        var issuer = Assert.Single(configuration.Issuers);
        Assert.Equal([TokenKind.IdToken, TokenKind.IdToken | TokenKind.V2, TokenKind.V1], issuer.Accepted.Select(accepted => accepted.Kinds));
        Assert.Equal(new KeyOrigin(null, new Uri("http://gitlab.internal/jwks"), null, true, "/etc/ca.pem", new Uri("http://proxy:3128"), TimeSpan.FromHours(2)), issuer.Keys);
        Assert.Equal((false, "GitLab", "eu:", TimeSpan.FromSeconds(90), ForkPipelines.Never, 5), (issuer.Enabled, issuer.Name, issuer.SubjectPrefix, issuer.MaximumAge, issuer.ForkPipelines, issuer.PermitsPerMinute));
        Assert.Equal(["RS256", "ES384"], issuer.Algorithms);
        Assert.Equal(["a", "b"], issuer.Audiences);
        Assert.Equal(["c"], issuer.FurtherAudiences);
        // The last day counts whole.
        Assert.Equal(new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero), issuer.LegacyUntil[TokenKind.V1]);
        Assert.Equal(new DateTimeOffset(2020, 3, 1, 0, 0, 0, TimeSpan.Zero), issuer.LegacyUntil[TokenKind.V2]);
        Assert.Equal("top_level_group", Assert.Single(configuration.MandatoryConditions(issuer)).Claim);
        Assert.Equal(issuer, configuration.FindIssuer("gitlab.example.com")!.Value.Issuer);
        Assert.Null(configuration.FindIssuer("https://gitlab.example.com/"));
    }

    [Theory]
    [InlineData("\"main\"", "main")]
    [InlineData("[\"main\", \"release\"]", "main or release")]
    [InlineData("{\"equals\": \"present\"}", "present")]
    [InlineData("{\"one_of\": [\"a\"]}", "a")]
    [InlineData("{\"not\": \"x\"}", "not x")]
    [InlineData("{\"not\": [\"x\", \"y\"]}", "not x or y")]
    [InlineData("{\"not\": {\"equals\": \"x\"}}", "not x")]
    [InlineData("{\"not\": {\"glob\": \"x*\"}}", "not x*")]
    [InlineData("{\"glob\": \"x*\", \"not\": \"xx\"}", "x*; not xx")]
    [InlineData("{\"present\": true}", "present")]
    [InlineData("{\"absent\": true}", "absent")]
    [InlineData("{\"present\": true, \"not\": \"\\\"\"}", "present; not \"")]
    public void Reads_conditions(string json, string expectations) => Assert.Equal(expectations, string.Join("; ", When("ref", json).Select(condition => condition.Expectation)));

    [Theory]
    [InlineData("{\"contains\": \"g\"}", "with g")]
    [InlineData("{\"not\": {\"contains\": \"g\"}}", "without g")]
    public void Reads_conditions_on_arrays(string json, string expectation) => Assert.Equal(expectation, Assert.Single(When("groups_direct", json)).Expectation);

    [Fact]
    public void The_audience_can_be_an_array_too() => Assert.Equal("with x", Assert.Single(When("aud", "{\"contains\": \"x\"}")).Expectation);

    [Theory]
    [InlineData("{\"constant\": \"x\"}", MappingForm.Constant, "", "x", false)]
    [InlineData("{\"from\": \"ref\"}", MappingForm.Copy, "ref", "", false)]
    [InlineData("{\"from\": \"ref\", \"missing\": \"omit\"}", MappingForm.Copy, "ref", "", true)]
    [InlineData("{\"list\": [\"ref\", \"groups_direct\"]}", MappingForm.List, "ref groups_direct", "", false)]
    [InlineData("{\"join\": [\"ref\", \"sha\"], \"with\": \"/\", \"missing\": \"refuse\"}", MappingForm.Join, "ref sha", "/", false)]
    public void Reads_mappings(string json, MappingForm form, string from, string text, bool omit)
    {
        var mapping = Assert.Single(Party($$"""{"team": {{json}}}""").Mappings);
        Assert.Equal(("team", form, from, text, omit), (mapping.Target, mapping.Form, string.Join(' ', mapping.From), mapping.Text, mapping.OmitWhenMissing));
    }

    [Fact]
    public void A_relying_partys_own_mapping_stands_in_place_of_the_default()
    {
        (Section, string)[] defaults = [(Section.Mappings, """{"id": "team", "constant": "all"}"""), (Section.Mappings, """{"id": "where", "from": "environment", "missing": "omit"}"""), (Section.Mappings, """{"id": "groups", "from": "groups_direct"}""")];
        Assert.Equal(["where:environment", "team:own"], Targets(Party("""{"team": {"constant": "own"}}""", defaults)));
        // The claim of another profile is not filled here.
        Assert.Equal(["team:all", "where:environment"], Targets(Party("{}", defaults)));

        static IEnumerable<string> Targets(RelyingParty party) => party.Mappings.Select(mapping => $"{mapping.Target}:{string.Join(' ', mapping.From)}{mapping.Text}");
    }

    [Fact]
    public void Warns_of_claims_that_GitLab_does_not_document()
    {
        var json = """{"id": "d", "audience": "d", "rules": [{"id": "a", "effect": "allow", "when": {"enviroment": "x", "sub": "y", "fork": "false"}}], "claims": {"a": {"from": "reff"}}}""";
        Assert.Equal(
            ["relying_parties[d].rules[a].when.enviroment: is no claim that GitLab documents (undocumented_claim)", "relying_parties[d].claims.a.from: reff is no claim that GitLab documents (undocumented_claim)"],
            Compiled.Load([], (Section.RelyingParties, json)).Warnings.Select(warning => warning.ToString()));
    }

    [Fact]
    public void What_is_stored_stays_good_when_the_settings_lower_the_ceiling()
    {
        var definition = new Definition(Section.RelyingParties, "d", 1, NodeJson.ReadMap("""{"id": "d", "audience": "d", "lifetime": "1h"}"""));
        var source = new ConfigurationSource(1, [definition], [], [], ImmutableDictionary<string, string>.Empty);
        var lower = new ConfigurationCompiler("https://bridge.example.com", TimeSpan.FromMinutes(5));
        Assert.NotNull(lower.Load(source, new KeyRing([])).Configuration);
        var candidate = new Candidate(source, source, [], [], ImmutableDictionary<string, Node.Map>.Empty, ImmutableDictionary<EnrolledProject, int>.Empty);
        Assert.Equal("must be from 30s to 5m", Assert.Single(lower.Check(candidate, DateTimeOffset.UnixEpoch).Mistakes).Message);
    }

    [Fact]
    public void What_is_stored_twice_in_JSON_is_told() =>
        Assert.Equal("clients[robot].enabled: stands twice", Compiled.Load([], (Section.Clients, """{"id": "robot", "enabled": true, "enabled": false, "secret_sha256": ["x"]}""")).Mistakes[0].ToString());

    [Fact]
    public void Knows_which_claims_are_read()
    {
        var configuration = Compiled.Load(
            [Templates.Of("t", "project_id user_email")],
            (Section.Issuers, """{"id": "gitlab", "url": "https://gitlab.example.com", "mandatory": {"namespace_id": "1"}}"""),
            (Section.RelyingParties, """{"id": "d", "audience": "d", "resource": "urn:d", "rules": [{"id": "a", "effect": "deny", "when": {"ref": "x"}}], "claims": {"m": {"list": ["sha", "job_id"]}}}""")).Configuration!;
        Assert.Equal(["job_id", "namespace_id", "project_id", "ref", "sha", "user_email"], configuration.ClaimsRead.Order(StringComparer.Ordinal));
        Assert.Equal("d", configuration.FindAudience("d")!.Id);
        Assert.Equal("d", configuration.FindResource("urn:d")!.Id);
        Assert.Equal("t", configuration.FindTemplate(new TemplateScope(TemplateLevel.Instance, null, null, null))!.Id);
        Assert.Equal(3, configuration.Revision);
    }

    private static ImmutableArray<Condition> When(string claim, string json) => Assert.Single(Assert.Single(Compiled.Of((Section.RelyingParties,
        $$$"""{"id": "d", "audience": "d", "rules": [{"id": "a", "effect": "allow", "when": {"{{{claim}}}": {{{json}}} }}]}""")).RelyingParties).Rules).Conditions;

    private static RelyingParty Party(string claims, params (Section, string)[] more) =>
        Assert.Single(Compiled.Of([.. more, (Section.RelyingParties, $$"""{"id": "d", "audience": "d", "claims": {{claims}}}""")]).RelyingParties);
}
