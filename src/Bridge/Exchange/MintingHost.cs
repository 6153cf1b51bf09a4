using Bridge.Configuration;
using Bridge.Records;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>Another host that authenticates its clients and mints by itself.</summary>
/// <param name="ClientId">The client that it authenticated. One that the configuration knows as disabled is refused here too.</param>
/// <param name="CannotMint">Why it could not mint what is granted, or null. Asked before the grant is recorded.</param>
public sealed record MintingHost(string ClientId, Func<Grant, CancellationToken, ValueTask<Refused?>> CannotMint)
{
    internal Outcome<Client> Client(ConfigurationInForce configuration) => ClientAuthentication.Authenticated(ClientId, configuration, elsewhere: true);

    internal async ValueTask<Outcome<Grant>> CanMintAsync(Grant grant, CancellationToken ct) =>
        await CannotMint(grant, ct) is { } refused ? refused : grant;
}
