using System.Net;

namespace Bridge.Testing.Contracts;

/// <summary>Everything in which the answers of two hosts may differ. What has no member here is the same on all of them.</summary>
public sealed record WireDifferences
{
    /// <summary>The status of <c>invalid_client</c>.</summary>
    public HttpStatusCode InvalidClientStatus { get; init; } = HttpStatusCode.Unauthorized;

    /// <summary>Whether Bridge authenticates clients: then a wrong one is refused and recorded as every other request.</summary>
    public bool BridgeKnowsClients { get; init; } = true;

    /// <summary>Whether a scope that no relying party has is Bridge's to refuse; otherwise the answer has no reason and no record.</summary>
    public bool BridgeRefusesUnknownScopes { get; init; } = true;

    /// <summary>Whether <c>resource</c> names a relying party too; otherwise it is <c>invalid_target</c>, without a reason.</summary>
    public bool ResourceNamesRelyingParties { get; init; } = true;

    /// <summary>Whether the <c>jti</c> is the exchange id; otherwise the claim <c>bridge_exchange_id</c> is.</summary>
    public bool TokenIdIsExchangeId { get; init; } = true;

    /// <summary>Whether <c>scope</c> is one text in the token; otherwise an array, left out where it is empty.</summary>
    public bool ScopeIsOneText { get; init; } = true;

    /// <summary>Whether an answer tells <c>scope</c> only where it differs from what was asked for.</summary>
    public bool TellsScopeOnlyWhenItDiffers { get; init; } = true;

    /// <summary>Whether a token that is no access token is written as one: <c>token_type</c> N_A, <c>typ</c> JWT, no client_id.</summary>
    public bool JwtsAreNotAccessTokens { get; init; } = true;

    /// <summary>Claims beside Bridge's that every token has.</summary>
    public IReadOnlyList<string> FurtherClaims { get; init; } = [];
}
