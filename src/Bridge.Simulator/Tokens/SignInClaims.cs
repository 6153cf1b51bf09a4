using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>The claims of a user's sign-in ID token. It has GitLab's URL as issuer even where CI tokens have another.</summary>
internal static class SignInClaims
{
    public const long DefaultLifetime = 120;

    private const string ApplicationId = "5c2a8b6f0e4d7193a5b8c0d2e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60718";

    public static JsonObject For(TokenRequest request, MintContext mint)
    {
        var claims = Defaults(request, mint);
        claims.Overlay(request.Claims);
        DerivedClaims.Times(claims, request.Claims, request.Lifetime ?? DefaultLifetime);
        return claims;
    }

    private static JsonObject Defaults(TokenRequest request, MintContext mint) => new()
    {
        ["iss"] = mint.Url,
        ["sub"] = "1",
        ["aud"] = request.Audience?.DeepClone() ?? ApplicationId,
        ["exp"] = mint.Now + (request.Lifetime ?? DefaultLifetime),
        ["iat"] = mint.Now,
        ["auth_time"] = mint.Now,
        ["sub_legacy"] = "9d5ed678fe57bcca610140957afab571b9d5ed678fe57bcca610140957afab57",
        ["name"] = "Sample User",
        ["nickname"] = "sample-user",
        ["preferred_username"] = "sample-user",
        ["given_name"] = "Sample",
        ["family_name"] = "User",
        ["email"] = "sample-user@example.com",
        ["email_verified"] = true,
        ["website"] = "https://sample-user.example.com",
        ["profile"] = $"{mint.Url}/sample-user",
        ["picture"] = $"{mint.Url}/uploads/-/system/user/avatar/1/avatar.png",
        ["groups_direct"] = new JsonArray("my-group"),
    };
}
