using Bridge.Claims;
using Bridge.Records;
using Bridge.Refusals;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;
using Duende.IdentityServer.Validation;

namespace Bridge.IdentityServer;

/// <summary>
/// What IdentityServer cannot or must not mint of what Bridge would grant. It is asked before the grant is recorded, so a
/// record never tells of a token that another half of the server then withheld or widened.
/// </summary>
internal sealed class MintableTokens(IResourceStore resources, IKeyMaterialService keys)
{
    /// <summary>A claim that a mapping may fill and that IdentityServer drops from every token.</summary>
    private const string Dropped = "reference_token_id";

    public async ValueTask<Refused?> CannotMintAsync(Grant grant, ValidatedTokenRequest request, CancellationToken ct)
    {
        var audience = grant.RelyingParty.Audience;
        if (!await IsApiResourceAsync(audience, ct))
            return new Refused(Reason.TargetUnknown, "audience", Actual: audience);
        if (OtherAudience(request, audience) is { } other)
            return new Refused(Reason.ScopeNotGiven, "scope", $"those of {audience}", $"of {other}");
        if (grant.Scopes.FirstOrDefault(scope => !IsAllowed(scope, request)) is { } forbidden)
            return new Refused(Reason.ScopeNotGiven, "scope", $"those allowed to the client {request.ClientId}", forbidden);
        if (grant.TokenType == TokenType.IdToken)
            return new Refused(Reason.RequestedTokenTypeNotAllowed, grant.RelyingParty.Id, $"{TokenType.AccessToken.Urn()}, {TokenType.Jwt.Urn()}", TokenType.IdToken.Urn());
        if (grant.Claims.Any(claim => claim.Name == Dropped))
            return new Refused(Reason.MappedClaimInvalid, Dropped, "left to IdentityServer");
        await CheckKeyAsync(grant.RelyingParty.Algorithm, ct);
        return null;
    }

    // Bridge gives all scopes of the relying party where none is asked for; the client is held to its own list all the same.
    private static bool IsAllowed(string scope, ValidatedTokenRequest request) =>
        request.Client.AllowedScopes.Contains(scope) || request.ValidatedResources.RawScopeValues.Contains(scope, StringComparer.Ordinal);

    // A scope may belong to several API resources, and IdentityServer would put each of them into aud. Where the request
    // names no scope, IdentityServer takes all scopes of the client; nobody asked for those, and Minted leaves them out.
    private static string? OtherAudience(ValidatedTokenRequest request, string audience) => request.Raw["scope"] is null
        ? null
        : request.ValidatedResources.Resources.ApiResources.FirstOrDefault(resource => resource.Name != audience)?.Name;

    private async Task<bool> IsApiResourceAsync(string audience, CancellationToken ct)
    {
#if IDENTITYSERVER8
        var found = await resources.FindApiResourcesByNameAsync([audience], ct);
#else
        ct.ThrowIfCancellationRequested();
        var found = await resources.FindApiResourcesByNameAsync([audience]);
#endif
        return found.Any(resource => resource.Enabled && resource.Name == audience);
    }

    // No key for the algorithm is a mistake of the server's administrator, not of the job.
    private async Task CheckKeyAsync(string algorithm, CancellationToken ct)
    {
#if IDENTITYSERVER8
        var all = await keys.GetAllSigningCredentialsAsync(ct);
#else
        ct.ThrowIfCancellationRequested();
        var all = await keys.GetAllSigningCredentialsAsync();
#endif
        if (!all.Any(credentials => credentials.Algorithm == algorithm))
            throw new InvalidOperationException($"IdentityServer has no signing key for {algorithm}.");
    }
}
