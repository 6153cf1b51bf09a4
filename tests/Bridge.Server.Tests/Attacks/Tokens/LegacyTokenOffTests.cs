using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator.Tokens;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>The removed kinds of token, at an issuer that has not switched them on: nothing makes one acceptable.</summary>
public sealed class LegacyTokenOffTests(Scene scene) : IClassFixture<Scene>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task V1_token_is_of_an_unknown_issuer() =>
        (await scene.Bridge.ExchangeAsync(scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.V1 }), Ct)).IsRefusedUnverified("issuer_unknown");

    [Fact]
    public async Task V1_token_under_the_known_issuer_lacks_the_audience()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.V1, Claims = new JsonObject { ["iss"] = scene.GitLab.Issuer } });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefused("audience_wrong");
    }

    [Fact]
    public async Task V2_token_is_refused() =>
        (await scene.Bridge.ExchangeAsync(scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.V2 }), Ct)).IsRefused("audience_wrong", scene.Bridge.Issuer, scene.GitLab.Url);

    [Fact]
    public async Task V2_token_whose_audience_is_a_list_is_refused()
    {
        var token = scene.GitLab.Mint(new TokenRequest { Variant = TokenVariant.V2, Claims = new JsonObject { ["aud"] = new JsonArray(scene.GitLab.Url) } });
        (await scene.Bridge.ExchangeAsync(token, Ct)).IsRefused("audience_wrong", scene.Bridge.Issuer, scene.GitLab.Url);
    }
}
