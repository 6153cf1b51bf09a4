using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>Tokens of another time, and clocks that differ: 30 s of leeway, an hour of age. Nothing here moves the clock.</summary>
public sealed class TimeAttackTests(TimeAttackTests.TimeScene scene) : IClassFixture<TimeAttackTests.TimeScene>
{
    // Its tokens may outlive the CI token, so that the leeway for exp can be seen as a grant.
    private const string Patient = "https://patient.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-30)]
    [InlineData(-31)]
    [InlineData(-3000)]
    public async Task Expired_token_is_refused(int exp) =>
        (await Exchange(iat: -3600, exp: exp)).IsRefused("subject_token_expired", scene.Text(0), scene.Text(exp));

    [Fact]
    public async Task Token_that_expired_within_the_leeway_is_granted() => (await Exchange(iat: -3600, exp: -29)).IsGranted();

    [Fact]
    public async Task Token_that_expired_within_the_leeway_has_too_little_left_for_another_one() =>
        (await Exchange(iat: -3600, exp: -29, audience: AttackedBridge.Audience)).IsRefused("lifetime_too_short", "30", "0");

    [Theory]
    [InlineData(31)]
    [InlineData(86400)]
    public async Task Token_that_is_not_yet_valid_is_refused(int nbf) =>
        (await Exchange(nbf: nbf)).IsRefused("subject_token_not_yet_valid", scene.Text(0), scene.Text(nbf));

    [Theory]
    [InlineData(31)]
    [InlineData(86400)]
    public async Task Token_issued_in_the_future_is_refused(int iat) =>
        (await Exchange(iat: iat, exp: iat + 3600)).IsRefused("subject_token_not_yet_valid", scene.Text(0), scene.Text(iat));

    [Theory]
    [InlineData(30, 0)]
    [InlineData(0, 30)]
    [InlineData(30, 30)]
    public async Task Clock_of_GitLab_that_is_ahead_within_the_leeway_is_granted(int iat, int nbf) => (await Exchange(iat, nbf)).IsGranted();

    [Theory]
    [InlineData(-3631)]
    [InlineData(-86400)]
    public async Task Token_that_is_too_old_is_refused_however_long_it_lives(int iat) =>
        (await Exchange(iat, exp: 86400)).IsRefused("subject_token_too_old", scene.Text(-3600), scene.Text(iat));

    [Fact]
    public async Task Token_that_is_too_old_within_the_leeway_is_granted() => (await Exchange(iat: -3630, exp: 3600)).IsGranted();

    [Fact]
    public async Task Issued_token_never_outlives_the_one_it_was_given_for()
    {
        var claims = (await Exchange(iat: 0, exp: 40, audience: AttackedBridge.Audience)).IsGranted();
        Assert.Equal(scene.In(40), claims["exp"]!.GetValue<long>());
    }

    private Task<Attempt> Exchange(int iat = 0, int nbf = -3600, int exp = 3600, string audience = Patient) =>
        scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { ["iat"] = scene.In(iat), ["nbf"] = scene.In(nbf), ["exp"] = scene.In(exp) }), Ct, audience);

    public sealed class TimeScene : Scene
    {
        protected override string Yaml => base.Yaml + $$"""

              - id: patient
                audience: {{Patient}}
                outlive_subject_token: true
                rules:
                  - { id: everyone, effect: allow, everyone: true }
            """;
    }
}
