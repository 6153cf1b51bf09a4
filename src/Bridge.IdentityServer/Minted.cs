using Bridge.Claims;
using Bridge.Records;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Validation;
using Grant = Bridge.Records.Grant;

namespace Bridge.IdentityServer;

/// <summary>
/// Makes IdentityServer mint exactly what was admitted: nothing that its own reading of the request found stays, and
/// nothing that the client is configured with is added.
/// </summary>
internal static class Minted
{
    /// <summary>The <c>amr</c> of the token.</summary>
    private const string AuthenticationMethod = "gitlab_job";

    public static GrantValidationResult As(Admission admission, ValidatedTokenRequest request, DateTimeOffset now)
    {
        var grant = admission.Grant;
        request.ValidatedResources = Resources(grant);
        request.AccessTokenLifetime = Lifetime(grant, now);
        request.AccessTokenType = AccessTokenType.Jwt;
        request.ClientClaims.Clear();
        return new GrantValidationResult(
            grant.Subject,
            AuthenticationMethod,
            AdmittedClaims.Of(admission),
            admission.Job.Facts.Issuer.Id,
            new Dictionary<string, object> { ["issued_token_type"] = grant.TokenType.Urn() });
    }

    // One API resource makes one audience, and no offline access makes no refresh token. The algorithm is the relying party's.
    private static ResourceValidationResult Resources(Grant grant) => new(
        new Resources([], [new ApiResource(grant.RelyingParty.Audience) { AllowedAccessTokenSigningAlgorithms = { grant.RelyingParty.Algorithm } }], grant.Scopes.Select(scope => new ApiScope(scope))),
        grant.Scopes.Select(scope => new ParsedScopeValue(scope)));

    // IdentityServer counts from its own clock in whole seconds; a part of a second is given up rather than added.
    private static int Lifetime(Grant grant, DateTimeOffset now) => Math.Max(1, (int)(grant.ExpiresAt - now).TotalSeconds);
}
