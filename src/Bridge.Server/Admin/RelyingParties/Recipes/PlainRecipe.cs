using System.Text.Json.Nodes;
using Bridge.Claims;

namespace Bridge.Server.Admin.RelyingParties.Recipes;

/// <summary>A service that verifies tokens itself: what it must compare (RFC 9068 §4, RFC 7519 §7.2).</summary>
public sealed class PlainRecipe : Recipe
{
    public override string Profile => "plain";

    public override string? Note(RecipeFacts facts) => "Most libraries for OAuth or OpenID Connect take the issuer and find the keys by discovery.";

    public override IEnumerable<RecipePart> Parts(RecipeFacts facts) =>
    [
        new("What to verify", "The service refuses a token unless all of this holds, and exp has not passed.", "expected.json", Quoting.Json(new JsonObject
        {
            ["discovery"] = facts.Issuer + "/.well-known/openid-configuration",
            ["jwks_uri"] = facts.JwksUri,
            ["typ"] = facts.Party.Profile.DefaultTokenType == TokenType.AccessToken ? "at+jwt" : "JWT",
            ["alg"] = facts.Party.Algorithm,
            ["iss"] = facts.Issuer,
            ["aud"] = facts.Audience,
            ["sub"] = facts.Subject,
        }) + "\n"),
        new("Look at the keys", "By hand, from where the service runs.", null, $"curl --fail {Quoting.Shell(facts.JwksUri)}\n"),
    ];

    public override IEnumerable<string> Script(RecipeFacts facts) =>
    [
        $"printf 'Authorization: Bearer %s' \"$(cat \"$BRIDGE_TOKEN_FILE\")\" | curl --fail --header @- {(Uri.TryCreate(facts.Audience, UriKind.Absolute, out var uri) && uri.Scheme == "https" ? Quoting.Shell(facts.Audience) : "https://deploy.example.com")}",
    ];
}
