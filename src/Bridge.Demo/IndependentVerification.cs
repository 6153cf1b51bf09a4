using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bridge.Demo;

/// <summary>
/// Verifies a token as a stranger would: from the issuer's URL alone, by OpenID Connect Discovery and the JWK Set, with the
/// framework's cryptography and nothing of Bridge.
/// </summary>
internal static class IndependentVerification
{
    /// <summary>Says each step through <paramref name="say"/>, and throws at the first that fails.</summary>
    public static async Task VerifyAsync(HttpClient http, string issuer, string audience, string token, Action<string> say, CancellationToken ct)
    {
        var parts = token.Split('.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));

        var address = issuer + "/.well-known/openid-configuration";
        using var discovery = JsonDocument.Parse(await http.GetStringAsync(address, ct));
        Hold(discovery.RootElement.GetProperty("issuer").GetString() == issuer, "discovery names another issuer");
        say($"GET {address}: issuer is {issuer}");

        var jwksAddress = discovery.RootElement.GetProperty("jwks_uri").GetString()!;
        using var jwks = JsonDocument.Parse(await http.GetStringAsync(jwksAddress, ct));
        var keyId = header.RootElement.GetProperty("kid").GetString();
        var key = jwks.RootElement.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == keyId);
        say($"GET {jwksAddress}: holds the key {keyId}");

        var algorithm = header.RootElement.GetProperty("alg").GetString()!;
        var signed = Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]);
        Hold(SignatureHolds(key, algorithm, signed, Base64Url.DecodeFromChars(parts[2])), "the signature does not hold");
        say($"the {algorithm} signature holds");

        var claims = payload.RootElement;
        Hold(claims.GetProperty("iss").GetString() == issuer, "iss is not the issuer");
        Hold(claims.GetProperty("aud").GetString() == audience, "aud is another one");
        Hold(claims.GetProperty("exp").GetInt64() > TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), "the token expired");
        say($"iss is the issuer, aud is {audience}, exp is ahead");
    }

    private static bool SignatureHolds(JsonElement key, string algorithm, byte[] signed, byte[] signature)
    {
        byte[] Member(string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
        switch (algorithm)
        {
            case "RS256":
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Member("n"), Exponent = Member("e") }))
                    return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            case "ES256":
                using (var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Member("x"), Y = Member("y") } }))
                    return ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256);
            default:
                return false;
        }
    }

    private static void Hold(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }
}
