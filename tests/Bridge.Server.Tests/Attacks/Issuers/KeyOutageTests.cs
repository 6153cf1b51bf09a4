using System.Text.Json.Nodes;
using Bridge.Server.Tests.Attacks.Protocol;
using Bridge.Server.Tests.Hosting;
using Bridge.Simulator.Control;
using Bridge.Simulator.Discovery;
using Bridge.Simulator.Tokens;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Bridge.Testing.Simulation;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Issuers;

/// <summary>A GitLab that is down, lies about its keys, or sends its callers elsewhere. What cannot be verified is 503 and not recorded.</summary>
public sealed class KeyOutageTests : IAsyncLifetime
{
    private const string NoKeys = "issuer_keys_unavailable";

    private readonly ManualClock clock = new();
    private GitLabSimulator gitLab = null!;
    private GitLabSimulator attacker = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        gitLab = await GitLabSimulator.StartAsync(time: clock);
        attacker = await GitLabSimulator.StartAsync(time: clock);
    }

    public async ValueTask DisposeAsync()
    {
        await gitLab.DisposeAsync();
        await attacker.DisposeAsync();
    }

    [Fact]
    public async Task GitLab_that_is_down_before_its_keys_are_known_is_503()
    {
        gitLab.Outage = new Outage(OutageMode.Refuse);
        await using var bridge = await StartAsync(Jwks);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsUnavailable(NoKeys);

        gitLab.Outage = Outage.None;
        clock.Advance(TimeSpan.FromSeconds(5));
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
    }

    [Fact]
    public async Task Requests_while_GitLab_is_down_cause_one_fetch_in_five_seconds()
    {
        gitLab.Outage = new Outage(OutageMode.Refuse);
        await using var bridge = await StartAsync(Jwks);
        for (var number = 0; number < 20; number++)
            (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsUnavailable(NoKeys);
        Assert.Equal(1, gitLab.Requests.Jwks);
    }

    [Fact]
    public async Task Known_keys_go_on_while_GitLab_is_down_until_they_have_outlived_it()
    {
        await using var bridge = await StartAsync(Jwks);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
        gitLab.Outage = new Outage(OutageMode.Refuse);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
        // Stale by now, and still the last good set; a key that is not in it is refused like any other.
        clock.Advance(TimeSpan.FromMinutes(20));
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
        (await bridge.ExchangeAsync(Unpublished(bridge), Ct)).IsRefusedUnverified("key_unknown");
        clock.Advance(TimeSpan.FromMinutes(10));
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();

        clock.Advance(TimeSpan.FromSeconds(1));

        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsUnavailable(NoKeys);
        (await bridge.ExchangeAsync(Unpublished(bridge), Ct)).IsUnavailable(NoKeys);
    }

    [Theory]
    [InlineData(OutageMode.Empty)]
    [InlineData(OutageMode.Garbage)]
    [InlineData(OutageMode.Huge)]
    public async Task Key_set_that_is_none_does_not_take_the_place_of_the_last_good_one(OutageMode mode)
    {
        await using var bridge = await StartAsync(Jwks);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
        gitLab.Outage = new Outage(mode);
        (await bridge.ExchangeAsync(Unpublished(bridge), Ct)).IsRefusedUnverified("key_unknown");
        clock.Advance(TimeSpan.FromMinutes(16));
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
        Assert.True(gitLab.Requests.Jwks >= 2);
    }

    [Theory]
    [InlineData(OutageMode.Refuse, null)]
    [InlineData(OutageMode.Garbage, null)]
    [InlineData(OutageMode.Garbage, PublishedDocument.Jwks)]
    [InlineData(OutageMode.Empty, PublishedDocument.Discovery)]
    [InlineData(OutageMode.Empty, PublishedDocument.Jwks)]
    [InlineData(OutageMode.Huge, PublishedDocument.Discovery)]
    [InlineData(OutageMode.Huge, PublishedDocument.Jwks)]
    public async Task Documents_that_give_no_keys_are_503(OutageMode mode, PublishedDocument? at)
    {
        gitLab.Outage = new Outage(mode, At: at);
        await using var bridge = await StartAsync(Discovery);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsUnavailable(NoKeys);
    }

    [Theory]
    [InlineData(OutageMode.Redirect, PublishedDocument.Discovery, ".well-known/openid-configuration")]
    [InlineData(OutageMode.Redirect, PublishedDocument.Jwks, "oauth/discovery/keys")]
    [InlineData(OutageMode.ForeignJwks, PublishedDocument.Discovery, "oauth/discovery/keys")]
    public async Task Documents_that_lead_to_another_server_are_not_followed(OutageMode mode, PublishedDocument at, string path)
    {
        gitLab.Outage = new Outage(mode, attacker.Address + path, at);
        await using var bridge = await StartAsync(Discovery);

        (await bridge.ExchangeAsync(attacker.Mint(bridge.Issuer, claims: new JsonObject { ["iss"] = gitLab.Issuer }), Ct)).IsUnavailable(NoKeys);
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsUnavailable(NoKeys);

        Assert.Equal(new RequestCounts(0, 0), attacker.Requests);
    }

    [Fact]
    public async Task Discovery_that_names_another_issuer_is_503()
    {
        await using var bridge = await StartAsync($"url: https://gitlab.example.test\n    keys: {{ discovery: {gitLab.Address}.well-known/openid-configuration }}");
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer, claims: new JsonObject { ["iss"] = "https://gitlab.example.test" }), Ct)).IsUnavailable(NoKeys);
        Assert.Equal(new RequestCounts(1, 0), gitLab.Requests);
    }

    [Fact]
    public async Task Key_set_of_100_MB_is_not_read_to_its_end()
    {
        await using var keys = new WaywardServer(WaywardServer.Endless);
        await using var bridge = await StartAsync($"url: {gitLab.Url}\n    keys: {{ jwks: {keys.Address} }}");

        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsUnavailable(NoKeys);

        // What the sockets between them hold is written although nobody reads it.
        Assert.InRange(await keys.WrittenAsync(), 1, WaywardServer.EndlessLength / 4);
    }

    [Fact]
    public async Task Hanging_GitLab_is_503_after_five_seconds()
    {
        await using var keys = new WaywardServer(WaywardServer.Silent);
        await using var bridge = await StartAsync($"url: {gitLab.Url}\n    keys: {{ jwks: {keys.Address} }}");
        var exchange = bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct);
        await keys.ConnectedAsync();

        clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.False(exchange.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));

        (await exchange).IsUnavailable(NoKeys);
    }

    [Fact]
    public async Task Hanging_GitLab_does_not_hold_up_the_jobs_of_another_one()
    {
        await using var keys = new WaywardServer(WaywardServer.Silent);
        await using var bridge = await StartAsync($$"""
            {{Jwks}}
              - id: hanging
                iss: https://hanging.test
                subject_prefix: "hanging:"
                keys: { jwks: {{keys.Address}} }
            """);
        await keys.ConnectedAsync();
        (await bridge.ExchangeAsync(gitLab.Mint(bridge.Issuer), Ct)).IsGranted();
    }

    private string Jwks => $"url: {gitLab.Url}\n    keys: {{ jwks: {gitLab.Address}oauth/discovery/keys, outlive: 30m }}";

    private string Discovery => $"url: {gitLab.Url}";

    private string Unpublished(AttackedBridge bridge) => gitLab.Mint(new TokenRequest { Audience = bridge.Issuer, SigningKey = SigningKeyChoice.Unpublished });

    private Task<AttackedBridge> StartAsync(string issuer) => AttackedBridge.StartAsync(new BridgeServerOptions { Time = clock, Yaml = Yaml(issuer) }, Ct);

    private string Yaml(string issuer)
    {
        var usual = ServerFixture.Yaml(gitLab);
        return $"issuers:\n  - id: main\n    {issuer}\n{usual[usual.IndexOf("relying_parties:", StringComparison.Ordinal)..]}";
    }
}
