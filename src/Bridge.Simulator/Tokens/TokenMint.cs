using System.Text.Json.Nodes;
using Bridge.Simulator.Keys;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Tokens;

/// <summary>Turns a <see cref="TokenRequest"/> into a signed token of one instance.</summary>
internal sealed class TokenMint(SimulatedGitLab gitLab, KeyRing keys, TimeProvider time)
{
    private long lastJob = 302;
    private long lastPipeline = 574;

    public string Mint(TokenRequest request)
    {
        var key = Key(request);
        var header = request.HeaderRaw ?? Header(request, key);
        return CompactJws.Write(header, Payload(request), key, request.TamperSignature);
    }

    public string Payload(TokenRequest request)
    {
        request.Checked();
        return request.Payload ?? Claims(request).ToJsonString(JsonText.Options);
    }

    private JsonObject Claims(TokenRequest request)
    {
        var mint = new MintContext(gitLab.Url, gitLab.Issuer, time.GetUtcNow().ToUnixTimeSeconds());
        var claims = request.Variant is TokenVariant.SignIn
            ? SignInClaims.For(request, mint)
            : JobClaims.For(request, mint, NextId(ref lastPipeline), NextId(ref lastJob));
        foreach (var name in request.NullClaims) claims[name] = null;
        return claims;
    }

    private static string NextId(ref long last) => Interlocked.Increment(ref last).ToString();

    private SimulatorKey Key(TokenRequest request) =>
        (request.SigningKey ?? (request.Variant is TokenVariant.SignIn ? SigningKeyChoice.SignIn : SigningKeyChoice.Ci)) switch
        {
            SigningKeyChoice.SignIn => keys.SignIn,
            SigningKeyChoice.Unpublished => keys.Unpublished,
            _ => keys.Ci,
        };

    private static string Header(TokenRequest request, SimulatorKey key)
    {
        var header = new JsonObject { ["kid"] = key.Kid, ["typ"] = "JWT", ["alg"] = "RS256" };
        header.Overlay(request.Header);
        return header.ToJsonString(JsonText.Options);
    }
}
