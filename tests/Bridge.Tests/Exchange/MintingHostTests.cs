using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.Keys;
using Bridge.Refusals;
using Bridge.Tokens;
using Xunit;

namespace Bridge.Tests.Exchange;

/// <summary>The first half of an exchange, for a host that mints by itself: nothing of it goes around a check.</summary>
public sealed class MintingHostTests : IAsyncLifetime
{
    private TestBridge bridge = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bridge = await TestBridge.StartAsync();

    public ValueTask DisposeAsync() => bridge.DisposeAsync();

    [Fact]
    public async Task Admission_is_recorded_without_an_issued_token_id_and_without_a_key()
    {
        var admission = Assert.IsType<ExchangeAnswer.Admitted>(await AdmitAsync()).Admission;
        Assert.Equal((admission.ExchangeId, "other", null, null), (bridge.Record.Id, bridge.Record.Client, bridge.Record.IssuedTokenId, bridge.Record.IssuedKeyId));
        Assert.Equal(("access_token", "read write", true), (bridge.Record.IssuedTokenType, bridge.Record.Scope, bridge.Record.Granted));
        Assert.Equal(admission.Grant.ExpiresAt, bridge.Record.IssuedExpiresAt);
    }

    [Fact]
    public async Task It_needs_no_signing_key_and_cannot_be_minted_here()
    {
        bridge.Store.Configuration = bridge.Store.Configuration with { Keys = new KeyRing([]) };
        var admission = Assert.IsType<ExchangeAnswer.Admitted>(await AdmitAsync()).Admission;
        Assert.Throws<InvalidOperationException>(() => new TokenMinter(TestBridge.Url).Mint(admission));
    }

    [Fact]
    public async Task What_the_host_cannot_mint_is_a_recorded_refusal()
    {
        var answer = await AdmitAsync(new MintingHost("other", (grant, _) => ValueTask.FromResult<Refused?>(new Refused(Reason.ScopeNotGiven, "scope", "some", grant.Scopes[0]))));
        Assert.Equal(("scope_not_given", "read"), (answer.Refused().Reason, answer.Refused().Actual));
        Assert.Equal(("scope_not_given", null, null), (bridge.Record.Reason, bridge.Record.IssuedTokenType, bridge.Record.Scope));
    }

    [Fact]
    public async Task The_host_is_not_asked_about_what_is_refused()
    {
        bridge.Store.Configuration = bridge.Store.Configuration.With(party => party with { Rules = [] });
        var answer = await AdmitAsync(new MintingHost("other", (_, _) => throw new InvalidOperationException("asked")));
        Assert.Equal("no_rule_matched", answer.Refused().Reason);
    }

    [Fact]
    public async Task Client_that_the_configuration_disables_is_refused_whatever_the_host_says()
    {
        bridge.Store.Configuration = bridge.Store.Configuration with { Clients = [new Client("other", Public: false, Enabled: false, [], DefaultAudience: null)] };
        Assert.Equal("client_invalid", (await AdmitAsync()).Refused().Reason);
    }

    [Fact]
    public async Task Client_that_a_relying_party_does_not_name_is_refused()
    {
        bridge.Store.Configuration = bridge.Store.Configuration.With(party => party with { Clients = ["robot"] });
        Assert.Equal("client_not_accepted", (await AdmitAsync()).Refused().Reason);
    }

    private Task<ExchangeAnswer> AdmitAsync(MintingHost? host = null) =>
        bridge.Exchange.AdmitAsync(bridge.Request(), host ?? new MintingHost("other", (_, _) => ValueTask.FromResult<Refused?>(null)), Ct);
}
