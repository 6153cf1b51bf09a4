using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Simulator.Requests;
using Bridge.Simulator.Tokens;

namespace Bridge.Simulator.SignIn;

/// <summary><c>/oauth/token</c>: trades a code once, for the client that asked, with its secret in the body or the header, and its verifier (RFC 7636 §4.6).</summary>
internal static class OAuthTokenEndpoint
{
    private const int Lifetime = 7200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/oauth/token", HandleAsync);
        routes.MapGet("/oauth/userinfo", UserInfo);
    }

    private static async Task<IResult> HandleAsync(HttpRequest request, SimulatedGitLab gitLab)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (!Authentic(request, form))
            return Error(StatusCodes.Status401Unauthorized, "invalid_client", "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.");
        if (form["grant_type"] != "authorization_code")
            return Error(StatusCodes.Status400BadRequest, "unsupported_grant_type", "The authorization grant type is not supported by the authorization server.");
        if (gitLab.People.Redeem(form["code"].ToString()) is not { } code || code.RedirectUri != form["redirect_uri"] || !Proved(code, form["code_verifier"]) || gitLab.People.User(code.User) is not { } user)
            return Error(StatusCodes.Status400BadRequest, "invalid_grant", "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.");
        var now = gitLab.Time.GetUtcNow();
        var answer = new JsonObject
        {
            ["access_token"] = gitLab.People.Issue(user.Id, now.AddSeconds(Lifetime)),
            ["token_type"] = "Bearer",
            ["expires_in"] = Lifetime,
            ["refresh_token"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            ["scope"] = code.Scope,
            ["created_at"] = now.ToUnixTimeSeconds(),
        };
        if (code.Scope.Split(' ').Contains("openid"))
            answer["id_token"] = IdToken(gitLab, user, code, now);
        return JsonText.Result(answer);
    }

    private static bool Authentic(HttpRequest request, IFormCollection form)
    {
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header is { Scheme: "Basic", Parameter: { } basic }
            && Encoding.UTF8.GetString(Convert.FromBase64String(basic)).Split(':', 2) is [var name, var password])
            (id, secret) = (Uri.UnescapeDataString(name), Uri.UnescapeDataString(password));
        return id == SimulatedPeople.ClientId && secret == SimulatedPeople.ClientSecret;
    }

    private static bool Proved(IssuedCode code, string? verifier) => code switch
    {
        { Challenge: null or "" } => true,
        { Method: "S256" } => verifier is not null && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == code.Challenge,
        _ => verifier == code.Challenge,
    };

    private static string IdToken(SimulatedGitLab gitLab, SimulatedUser user, IssuedCode code, DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["sub"] = $"{user.Id}",
            ["name"] = user.Name,
            ["nickname"] = user.Username,
            ["preferred_username"] = user.Username,
            ["profile"] = $"{gitLab.Url}/{user.Username}",
            ["auth_time"] = (user.SignedInAt ?? now).ToUnixTimeSeconds(),
        };
        if (!string.IsNullOrEmpty(code.Nonce))
            claims["nonce"] = code.Nonce;
        return gitLab.Mint(new TokenRequest { Variant = TokenVariant.SignIn, Audience = SimulatedPeople.ClientId, Claims = claims });
    }

    private static IResult UserInfo(HttpRequest request, SimulatedGitLab gitLab) => Bearer.Owner(request, gitLab) is { } user
        ? JsonText.Result(new JsonObject
        {
            ["sub"] = $"{user.Id}",
            ["name"] = user.Name,
            ["nickname"] = user.Username,
            ["preferred_username"] = user.Username,
            ["email"] = $"{user.Username}@example.com",
            ["email_verified"] = true,
            ["profile"] = $"{gitLab.Url}/{user.Username}",
            ["groups"] = new JsonArray(),
        })
        : Error(StatusCodes.Status401Unauthorized, "invalid_token", "The access token expired");

    private static IResult Error(int status, string error, string description) => JsonText.Result(new JsonObject { ["error"] = error, ["error_description"] = description }, status);
}
