using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Policies;
using Xunit;

namespace Bridge.Tests.Configuration;

public sealed class DefaultsTests
{
    [Fact]
    public void An_issuer_is_known_by_its_URL_alone()
    {
        var configuration = Compiled.Of((Section.Issuers, Compiled.Issuer));
        var issuer = Assert.Single(configuration.Issuers);
        Assert.Equal(("gitlab", "gitlab", true, "https://gitlab.example.com", ""), (issuer.Id, issuer.Name, issuer.Enabled, issuer.GitLabUrl, issuer.SubjectPrefix));
        Assert.Equal([new AcceptedIssuer("https://gitlab.example.com", TokenKind.IdToken)], issuer.Accepted);
        Assert.Equal(new KeyOrigin(new Uri("https://gitlab.example.com/.well-known/openid-configuration"), null, null, false, null, null, TimeSpan.FromHours(24)), issuer.Keys);
        Assert.Equal(["RS256"], issuer.Algorithms);
        Assert.Equal(["https://bridge.example.com"], issuer.Audiences);
        Assert.Empty(issuer.FurtherAudiences);
        Assert.Equal((TimeSpan.FromHours(1), ForkPipelines.Assume, 6000), (issuer.MaximumAge, issuer.ForkPipelines, issuer.PermitsPerMinute));
        Assert.Empty(issuer.LegacyUntil);
        Assert.Empty(configuration.MandatoryConditions(issuer));
    }

    [Fact]
    public void A_relying_party_is_known_by_its_audience_alone()
    {
        var party = Assert.Single(Compiled.Of((Section.RelyingParties, """{"id": "deploy", "audience": "https://deploy.example.com"}""")).RelyingParties);
        Assert.Equal(("deploy", 7, true, "https://deploy.example.com", null), (party.Id, party.Version, party.Enabled, party.Audience, party.Resource));
        Assert.Equal(("plain", "", "RS256", TimeSpan.FromMinutes(10), false), (party.Profile.Name, party.ProfileSettings.Prefix, party.Algorithm, party.Lifetime, party.OutliveSubjectToken));
        Assert.Equal((Replay.Unlimited, TokenKind.IdToken, false), (party.Replay, party.Kinds, party.EnrolledProjects));
        Assert.Null(party.Clients);
        Assert.Equal([TokenType.AccessToken], party.RequestedTokenTypes);
        Assert.Empty(party.Scopes);
        Assert.Empty(party.RequiredComponents);
        Assert.Empty(party.Rules);
        Assert.Empty(party.Mappings);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", \"enrolled_projects\": false", false)]
    public void Kubernetes_serves_enrolled_projects_unless_it_says_otherwise(string more, bool enrolled)
    {
        var json = $$"""{"id": "cluster", "audience": "https://k8s.example.com", "profile": "kubernetes", "prefix": "gitlab:"{{more}}}""";
        var party = Assert.Single(Compiled.Of((Section.RelyingParties, json)).RelyingParties);
        Assert.Equal((enrolled, "gitlab:"), (party.EnrolledProjects, party.ProfileSettings.Prefix));
        Assert.Equal([TokenType.Jwt], party.RequestedTokenTypes);
    }

    [Fact]
    public void A_rule_refuses_forks_and_gives_all_that_the_relying_party_has()
    {
        var rule = Assert.Single(RulesOf("""{"id": "a", "effect": "allow", "everyone": true}"""));
        Assert.Equal(("a", RuleEffect.Allow, false, false), (rule.Id, rule.Effect, rule.Shadow, rule.Forks));
        Assert.Empty(rule.Conditions);
        Assert.Null(rule.Lifetime);
        Assert.Null(rule.Scopes);
    }

    [Fact]
    public void A_rule_that_is_switched_off_is_not_there() =>
        Assert.Equal(["b"], RulesOf("""{"id": "a", "effect": "allow", "everyone": true, "enabled": false}, {"id": "b", "effect": "deny", "everyone": true}""").Select(rule => rule.Id));

    [Fact]
    public void A_rule_that_gives_no_scope_is_not_one_that_gives_all() =>
        Assert.Empty(Assert.Single(RulesOf("""{"id": "a", "effect": "allow", "everyone": true, "scopes": []}""")).Scopes!.Value);

    [Fact]
    public void The_default_client_is_public_and_on_unless_an_entry_says_otherwise()
    {
        Assert.Equal((true, true), State(Compiled.Of().FindClient("gitlab-ci")!));
        Assert.Equal((true, false), State(Compiled.Of((Section.Clients, """{"id": "gitlab-ci", "enabled": false}""")).FindClient("gitlab-ci")!));
        Assert.Null(Compiled.Of().FindClient("other"));

        static (bool, bool) State(Client client) => (client.Public, client.Enabled);
    }

    [Fact]
    public void A_client_has_its_secrets_as_hashes()
    {
        var hash = string.Concat(Enumerable.Repeat("0A", 32));
        var client = Compiled.Of(
            (Section.Clients, $$"""{"id": "robot", "secret_sha256": ["{{hash}}"], "default_audience": "https://deploy.example.com"}"""),
            (Section.RelyingParties, """{"id": "deploy", "audience": "https://deploy.example.com", "clients": ["robot", "gitlab-ci"]}""")).FindClient("robot")!;
        Assert.Equal((false, true, "https://deploy.example.com"), (client.Public, client.Enabled, client.DefaultAudience));
        Assert.Equal(Enumerable.Repeat((byte)10, 32), Assert.Single(client.SecretHashes));
    }

    private static ImmutableArray<Rule> RulesOf(string rules) => Assert.Single(Compiled.Of((Section.RelyingParties,
        $$"""{"id": "deploy", "audience": "https://deploy.example.com", "scopes": ["a"], "rules": [{{rules}}]}""")).RelyingParties).Rules;
}
