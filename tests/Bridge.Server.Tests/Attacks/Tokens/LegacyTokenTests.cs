using System.Net;
using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>CI_JOB_JWT (v1, without an audience) and CI_JOB_JWT_V2, where an issuer has them switched on.</summary>
public sealed class LegacyTokenTests(LegacyTokenTests.LegacyScene scene) : IClassFixture<LegacyTokenTests.LegacyScene>
{
    private const string Old = "https://old.test";
    private const string Older = "https://older.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TokenVariant.V1)]
    [InlineData(TokenVariant.V2)]
    public async Task Relying_party_that_names_the_kind_is_served(TokenVariant kind) => (await ExchangeAsync(kind, Old)).IsGranted();

    [Theory]
    [InlineData(TokenVariant.V1, "v1")]
    [InlineData(TokenVariant.V2, "v2")]
    public async Task Relying_party_that_does_not_name_the_kind_refuses_it(TokenVariant kind, string word) =>
        (await ExchangeAsync(kind, AttackedBridge.Audience)).IsRefused("token_kind_not_accepted", "id_token", word);

    [Theory]
    [InlineData(TokenVariant.V1)]
    [InlineData(TokenVariant.V2)]
    public async Task Token_is_used_once_over_all_relying_parties(TokenVariant kind)
    {
        var token = Mint(kind);
        (await scene.Bridge.ExchangeAsync(token, Ct, Old)).IsGranted();
        (await scene.Bridge.ExchangeAsync(token, Ct, Older)).IsRefused("subject_token_used");
        (await scene.Bridge.ExchangeAsync(token, Ct, Old)).IsRefused("subject_token_used");
    }

    [Fact]
    public async Task Token_that_is_sent_to_all_relying_parties_at_once_is_used_once()
    {
        var token = Mint(TokenVariant.V1);
        var (answers, records) = await scene.Bridge.FloodAsync([.. Enumerable.Range(0, 12).Select(number => (token, number % 2 == 0 ? Old : Older))], Ct);
        Assert.Equal(11, answers.Count(answer => answer.Status == HttpStatusCode.BadRequest && answer.Reason == "subject_token_used"));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(11, records.Count(record => record["reason"] is "subject_token_used"));
        Assert.Single(records, record => record["reason"] is null);
    }

    [Theory]
    [InlineData(TokenVariant.V1)]
    [InlineData(TokenVariant.V2)]
    public async Task Refusal_does_not_use_the_token_up(TokenVariant kind)
    {
        var token = Mint(kind);
        (await scene.Bridge.ExchangeAsync(token, Ct, "https://nobody.test")).IsRefused("target_unknown", actual: "https://nobody.test", error: "invalid_target");
        (await scene.Bridge.ExchangeAsync(token, Ct, Old)).IsGranted();
    }

    [Theory]
    [InlineData(TokenVariant.V1)]
    [InlineData(TokenVariant.V2)]
    public async Task Token_is_at_most_ten_minutes_old(TokenVariant kind)
    {
        (await ExchangeAsync(kind, Old, new JsonObject { ["iat"] = scene.In(-630) })).IsGranted();
        (await ExchangeAsync(kind, Old, new JsonObject { ["iat"] = scene.In(-631) })).IsRefused("subject_token_too_old", scene.Text(-600), scene.Text(-631));
    }

    [Fact]
    public async Task V1_token_whose_subject_is_of_another_job_is_refused() =>
        (await ExchangeAsync(TokenVariant.V1, Old, new JsonObject { ["job_id"] = "7", ["sub"] = "job_8" })).IsRefused("claim_invalid", "job_7", "job_8");

    [Fact]
    public async Task Id_token_without_an_audience_does_not_pass_for_v1() =>
        (await ExchangeAsync(TokenVariant.IdToken, Old, new JsonObject { ["aud"] = null })).IsRefused("audience_wrong");

    [Fact]
    public async Task V1_token_that_gained_an_audience_is_no_id_token() =>
        (await ExchangeAsync(TokenVariant.V1, AttackedBridge.Audience, new JsonObject { ["aud"] = scene.Bridge.Issuer })).IsRefused("token_kind_not_trusted", actual: "id_token");

    [Theory]
    [InlineData(TokenVariant.V1, "project_id")]
    [InlineData(TokenVariant.V1, "jti")]
    [InlineData(TokenVariant.V2, "job_id")]
    [InlineData(TokenVariant.V2, "sub")]
    public async Task Required_claims_are_required_of_old_tokens_too(TokenVariant kind, string name) =>
        (await ExchangeAsync(kind, Old, new JsonObject { [name] = null })).IsRefused("claim_missing");

    [Theory]
    [InlineData(TokenVariant.V1, "v1")]
    [InlineData(TokenVariant.V2, "v2")]
    public async Task Kind_ends_with_its_last_day(TokenVariant kind, string word)
    {
        await using var last = await Scene.StartAsync(new LegacyScene { Clock = new ManualClock(new DateTimeOffset(2026, 7, 31, 23, 59, 59, TimeSpan.Zero)) });
        var (before, after) = (Mint(kind, on: last), Mint(kind, on: last));
        (await last.Bridge.ExchangeAsync(before, Ct, Old)).IsGranted();
        last.Clock.Advance(TimeSpan.FromSeconds(1));
        (await last.Bridge.ExchangeAsync(after, Ct, Old)).IsRefused("token_kind_ended", "2026-08-01T00:00:00Z", word);
    }

    private Task<Attempt> ExchangeAsync(TokenVariant kind, string audience, JsonObject? claims = null) =>
        scene.Bridge.ExchangeAsync(Mint(kind, claims), Ct, audience);

    private string Mint(TokenVariant kind, JsonObject? claims = null, LegacyScene? on = null) => (on ?? scene).GitLab.Mint(new TokenRequest
    {
        Variant = kind,
        Audience = kind == TokenVariant.IdToken ? scene.Bridge.Issuer : null,
        Claims = claims ?? [],
    });

    public sealed class LegacyScene : Scene
    {
        protected override string Yaml => base.Yaml.Replace("    keys:", $$"""
                iss:
                  - { iss: "{{GitLab.Issuer}}", kinds: [id_token, v2] }
                  - { iss: "127.0.0.1", kinds: [v1] }
                legacy: { v1: { until: "2026-07-31" }, v2: { until: "2026-07-31" } }
                keys:
            """, StringComparison.Ordinal) + $$"""

              - id: old
                audience: {{Old}}
                kinds: [id_token, v1, v2]
                rules:
                  - { id: everyone, effect: allow, everyone: true }
              - id: older
                audience: {{Older}}
                kinds: [v1, v2]
                rules:
                  - { id: everyone, effect: allow, everyone: true }
            """;
    }
}
