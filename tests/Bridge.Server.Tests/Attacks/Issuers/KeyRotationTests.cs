using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator.Control;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Issuers;

/// <summary>Keys that change at GitLab, and keys that never were, with the fetches that both cause.</summary>
public sealed class KeyRotationTests
{
    private const int Flood = 40;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_key_of_GitLab_is_found_at_once_and_the_old_one_is_dead()
    {
        await using var scene = await Scene.StartAsync(new Scene());
        var before = scene.Token();
        (await scene.Bridge.ExchangeAsync(before, Ct)).IsGranted();

        scene.GitLab.RotateCiKey();

        (await scene.Bridge.ExchangeAsync(scene.Token(), Ct)).IsGranted();
        (await scene.Bridge.ExchangeAsync(before, Ct)).IsRefusedUnverified("key_unknown");
        Assert.Equal(2, scene.GitLab.Requests.Jwks);
    }

    [Fact]
    public async Task Key_that_was_withdrawn_dies_within_a_quarter_of_an_hour_though_nobody_asks_for_another()
    {
        await using var scene = await Scene.StartAsync(new Scene());
        var token = scene.Token();
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsGranted();
        scene.GitLab.RotateCiKey();
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsGranted();

        // An advance would begin a fetch in the background at a moment of its own, and then run past the limit of that fetch.
        scene.Clock.Jump(TimeSpan.FromMinutes(15));

        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefusedUnverified("key_unknown");
    }

    [Fact]
    public async Task Flood_of_unknown_kids_causes_one_fetch_a_minute()
    {
        await using var scene = await Scene.StartAsync(new Scene());
        (await scene.Bridge.ExchangeAsync(scene.Token(), Ct)).IsGranted();
        Assert.Equal(1, scene.GitLab.Requests.Jwks);

        await FloodAsync(scene);
        await FloodAsync(scene);
        Assert.Equal(2, scene.GitLab.Requests.Jwks);
        (await scene.Bridge.ExchangeAsync(scene.Token(), Ct)).IsGranted();

        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        await FloodAsync(scene);
        Assert.Equal(new RequestCounts(0, 3), scene.GitLab.Requests);
    }

    [Fact]
    public async Task Flood_of_unknown_issuers_causes_no_fetch()
    {
        await using var scene = await Scene.StartAsync(new Scene());
        (await scene.Bridge.ExchangeAsync(scene.Token(), Ct)).IsGranted();

        var tokens = Enumerable.Range(0, Flood).Select(number => (scene.Token(new JsonObject { ["iss"] = $"{scene.GitLab.Address}{number}" }), AttackedBridge.Audience)).ToList();
        var (answers, records) = await scene.Bridge.FloodAsync(tokens, Ct);

        Assert.All(answers, answer => Assert.Equal("subject_token_invalid", answer.Reason));
        Assert.Equal(Flood, records.Count(record => record["reason"] is "issuer_unknown"));
        Assert.Equal(new RequestCounts(0, 1), scene.GitLab.Requests);
    }

    private static async Task FloodAsync(Scene scene)
    {
        var tokens = Enumerable.Range(0, Flood).Select(number => (scene.GitLab.Mint(new TokenRequest
        {
            Audience = scene.Bridge.Issuer,
            SigningKey = SigningKeyChoice.Unpublished,
            Header = new JsonObject { ["kid"] = $"unknown-{number}-{Guid.NewGuid()}" },
        }), AttackedBridge.Audience)).ToList();
        var (answers, records) = await scene.Bridge.FloodAsync(tokens, Ct);
        Assert.Equal((Flood, Flood), (answers.Count, records.Count));
        Assert.All(answers, answer => Assert.Equal("subject_token_invalid", answer.Reason));
        Assert.All(records, record => Assert.Equal("key_unknown", record["reason"]));
    }
}
