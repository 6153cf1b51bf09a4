using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Tokens;

/// <summary>Refuses a request with members that would be ignored in silence.</summary>
internal static class TokenRequestCheck
{
    public static TokenRequest Checked(this TokenRequest request)
    {
        if (request.Payload is not null && HasClaims(request))
            throw new InvalidRequestException("'payload' is used verbatim and leaves no room for preset, aud, claims, null_claims, sub_components and lifetime");
        if (request is { HeaderRaw: not null, Header.Count: > 0 })
            throw new InvalidRequestException("'header_raw' is used verbatim and leaves no room for header");
        if (request is { Variant: not TokenVariant.IdToken, SubComponents: not null })
            throw new InvalidRequestException("'sub_components' shape the sub of an id_token alone");
        if (request is { Variant: TokenVariant.V1 or TokenVariant.V2, Audience: not null })
            throw new InvalidRequestException("GitLab fixes the aud of v1 (none) and v2 (its URL); 'claims' can force another");
        if (request is { Variant: TokenVariant.SignIn, Preset: not null })
            throw new InvalidRequestException("a sign_in token has no job, so no 'preset'");
        return request;
    }

    private static bool HasClaims(TokenRequest request) =>
        request is { Claims.Count: > 0 } or { NullClaims.Count: > 0 } or { Preset: not null } or { Audience: not null }
            or { SubComponents: not null } or { Lifetime: not null };
}
