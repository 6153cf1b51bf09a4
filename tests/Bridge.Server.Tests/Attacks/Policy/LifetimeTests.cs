using Bridge.Refusals;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>No token lives longer than anybody allows.</summary>
public sealed class LifetimeTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    protected override string Yaml(World world) => Issuer(world.GitLab, more: "maximum_age: 24h") + """
        relying_parties:
          - { id: usual, audience: 'https://usual.test', rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: party, audience: 'https://party.test', lifetime: 20m, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: rule, audience: 'https://rule.test', lifetime: 20m, rules: [{ id: all, effect: allow, everyone: true, lifetime: 5m }] }
          - { id: generous, audience: 'https://generous.test', lifetime: 20m, rules: [{ id: all, effect: allow, everyone: true, lifetime: 1h }] }
          - { id: ceiling, audience: 'https://ceiling.test', lifetime: 1h, rules: [{ id: all, effect: allow, everyone: true }] }
          - { id: outlive, audience: 'https://outlive.test', lifetime: 20m, outlive_subject_token: true, rules: [{ id: all, effect: allow, everyone: true }] }

        """;

    [Theory]
    [InlineData("https://usual.test", 3600, 600)]
    [InlineData("https://party.test", 3600, 1200)]
    [InlineData("https://rule.test", 3600, 300)]
    [InlineData("https://generous.test", 3600, 1200)]
    [InlineData("https://ceiling.test", 86400, 3600)]
    [InlineData("https://party.test", 120, 120)]
    [InlineData("https://rule.test", 301, 300)]
    [InlineData("https://party.test", 30, 30)]
    [InlineData("https://outlive.test", 120, 1200)]
    public async Task The_least_of_all_limits_counts(string audience, long ciTokenLives, long issuedLives)
    {
        var granted = await GrantedAsync(Token(ciTokenLives), audience);

        Assert.Equal(issuedLives, granted.Lifetime);
        Assert.Equal($"{issuedLives}", granted.Response.Member("expires_in"));
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds(), granted.Claims["iat"]!.GetValue<long>());
    }

    [Theory]
    [InlineData(29, "29")]
    [InlineData(0, "0")]
    [InlineData(-10, "0")]
    public async Task With_less_than_thirty_seconds_left_no_token_is_made(long ciTokenLives, string left) =>
        await RefusedAsync(Reason.LifetimeTooShort, Token(ciTokenLives), "https://party.test", "30", left);

    [Fact]
    public async Task A_ceiling_in_the_settings_holds_over_a_configuration_made_under_a_higher_one()
    {
        await using var lower = await Testing.Hosting.BridgeServer.StartAsync(WithCeiling(), Ct);

        Assert.Equal(60, (await GrantedAsync(lower, Token(3600), "https://usual.test")).Lifetime);
        Assert.Equal(60, (await GrantedAsync(lower, Token(3600), "https://ceiling.test")).Lifetime);
    }

    private string Token(long lifetime) => GitLab.Mint(new TokenRequest { Audience = Bridge.Issuer, Lifetime = lifetime });

    private Testing.Hosting.BridgeServerOptions WithCeiling()
    {
        var options = Bridge.SameAgain(Clock);
        return options with { Settings = new Dictionary<string, string?>(options.Settings, StringComparer.Ordinal) { ["Exchange:LifetimeCeiling"] = "1m" } };
    }
}
