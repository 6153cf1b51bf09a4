using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Simulator;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Issuers;

/// <summary>An issuer is the exact octets of its <c>iss</c>. Each token here is signed by the very key of the trusted GitLab.</summary>
public sealed class IssuerSpellingTests(IssuerSpellingTests.SpellingScene scene) : IClassFixture<IssuerSpellingTests.SpellingScene>
{
    private const string Slashed = "https://tokens.test/ci/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://GitLab.example.test")]
    [InlineData("HTTPS://gitlab.example.test")]
    [InlineData("https://gitlab.example.test/")]
    [InlineData("https://gitlab.example.test//")]
    [InlineData("https://gitlab.example.test/.")]
    [InlineData("https://gitlab.example.test:443")]
    [InlineData("https://gitlab.example.test:8443")]
    [InlineData("http://gitlab.example.test")]
    [InlineData("gitlab.example.test")]
    [InlineData("//gitlab.example.test")]
    [InlineData("https://gitlab.example.test.")]
    [InlineData("https://gitlab.example.test.attacker.test")]
    [InlineData("https://attacker.test/https://gitlab.example.test")]
    [InlineData("https://gitlab.example.test@attacker.test")]
    [InlineData("https://user@gitlab.example.test")]
    [InlineData("https://gitlab.example.tes")]
    [InlineData("https://gitlab.example.test?x")]
    [InlineData("https://gitlab.example.test#x")]
    [InlineData("https://gitlab.example.test ")]
    [InlineData(" https://gitlab.example.test")]
    [InlineData("https://gitlab.example.test\n")]
    [InlineData("https://gitlab.example.test\0")]
    [InlineData("https://gitlab%2Eexample.test")]
    [InlineData("https://g\u0456tlab.example.test")]
    [InlineData("https://gitlab\u3002example.test")]
    [InlineData("https:\\\\gitlab.example.test")]
    [InlineData("main")]
    [InlineData("")]
    public async Task Issuer_spelt_in_another_way_is_unknown(string iss)
    {
        var attempt = await scene.Bridge.ExchangeAsync(scene.Token(new JsonObject { ["iss"] = iss }), Ct);
        attempt.IsRefusedUnverified("issuer_unknown");
        Assert.Null(attempt.Record["issuer"]);
        Assert.All(attempt.Record["unverified_issuer"]?.ToString() ?? "", character => Assert.InRange(character, ' ', '~'));
    }

    [Fact]
    public async Task Issuer_as_it_is_configured_is_known() => (await scene.Bridge.ExchangeAsync(scene.Token(), Ct)).IsGranted();

    [Fact]
    public async Task Custom_issuer_keeps_its_trailing_slash() =>
        (await scene.Bridge.ExchangeAsync(scene.Custom.Mint(scene.Bridge.Issuer), Ct)).IsGranted();

    [Theory]
    [InlineData("https://tokens.test/ci")]
    [InlineData("https://tokens.test/ci//")]
    [InlineData("https://tokens.test/CI/")]
    public async Task Custom_issuer_without_its_trailing_slash_is_unknown(string iss) =>
        (await scene.Bridge.ExchangeAsync(scene.Custom.Mint(scene.Bridge.Issuer, claims: new JsonObject { ["iss"] = iss }), Ct)).IsRefusedUnverified("issuer_unknown");

    // A GitLab with an issuer of its own for CI tokens still signs sign-in tokens as itself, with keys of the same set.
    [Fact]
    public async Task GitLab_URL_of_a_custom_issuer_is_unknown() =>
        (await scene.Bridge.ExchangeAsync(scene.Custom.Mint(scene.Bridge.Issuer, claims: new JsonObject { ["iss"] = scene.Custom.Url }), Ct)).IsRefusedUnverified("issuer_unknown");

    public sealed class SpellingScene : Scene
    {
        public GitLabSimulator Custom { get; private set; } = null!;

        protected override SimulatorOptions Simulator => new() { ExternalUrl = "https://gitlab.example.test" };

        protected override string Yaml => base.Yaml.Replace("relying_parties:", $$"""
              - id: custom
                iss: {{Slashed}}
                subject_prefix: "custom:"
                keys: { jwks: {{Custom.Address}}oauth/discovery/keys }
            relying_parties:
            """, StringComparison.Ordinal);

        protected override async ValueTask PrepareAsync() =>
            Custom = await GitLabSimulator.StartAsync(new SimulatorOptions { CiIdTokensIssuerUrl = Slashed }, Clock);

        protected override ValueTask CleanAsync() => Custom.DisposeAsync();
    }
}
