using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.GitLab.KeySets;

/// <summary>
/// Reads one JWK (RFC 7517 §4), or says why it does not serve. Its members are taken by their exact names and certificates
/// are left aside: a key that is read from <c>x5c</c> would be another than the one whose size was looked at.
/// </summary>
internal static class JwkReader
{
    private const int SmallestRsa = 2048;

    // Verifying takes time that grows with the square of the size; nobody needs more.
    private const int LargestRsa = 8192;

    public static IssuerKey Read(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            throw new UnusableKeySetException("it is not a JSON object");
        if (!jwk.TryText("kid", out var id) || id.Length == 0)
            throw new UnusableKeySetException("it has no kid");
        if (Has(jwk, "use") && !(jwk.TryText("use", out var use) && use == "sig"))
            throw new UnusableKeySetException("its use is not sig");
        if (Has(jwk, "key_ops") && !Verifies(jwk.GetProperty("key_ops")))
            throw new UnusableKeySetException("its key_ops lack verify");
        if (Has(jwk, "d") || Has(jwk, "k"))
            throw new UnusableKeySetException("its private part is published, so anybody can sign with it");
        var key = Public(jwk);
        (key.Kid, key.KeyId) = (id, id);
        if (Has(jwk, "alg"))
            key.Alg = jwk.TryText("alg", out var alg) && SignatureAlgorithms.Of(key.Kty, key.Crv).Contains(alg) ? alg
                : throw new UnusableKeySetException("its alg is no signature algorithm of its key type");
        return new IssuerKey(key);
    }

    private static JsonWebKey Public(JsonElement jwk)
    {
        try
        {
            return (jwk.TryText("kty", out var type) ? type : null) switch
            {
                SignatureAlgorithms.Rsa => PublicRsa(Octets(jwk, "n").TrimStart((byte)0), Octets(jwk, "e").TrimStart((byte)0)),
                SignatureAlgorithms.Ec => PublicEc(jwk.TryText("crv", out var curve) ? curve : null, Octets(jwk, "x"), Octets(jwk, "y")),
                _ => throw new UnusableKeySetException("its kty is neither RSA nor EC"),
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new UnusableKeySetException("it is not a sound public key", e);
        }
    }

    private static JsonWebKey PublicRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var bits = modulus.IsEmpty ? 0 : (modulus.Length * 8) - BitOperations.LeadingZeroCount(modulus[0]) + 24;
        if (bits is < SmallestRsa or > LargestRsa)
            throw new UnusableKeySetException($"its RSA modulus has {bits} bits, not {SmallestRsa} to {LargestRsa}");
        // With the exponent 1 a signature is its own message, and anybody can write it; a long one only costs time.
        if (exponent.Length is 0 or > 4 || exponent[^1] % 2 == 0 || exponent is [1])
            throw new UnusableKeySetException("its RSA exponent is not an odd number from 3 to 2^32");
        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus.ToArray(), Exponent = exponent.ToArray() });
        return new JsonWebKey { Kty = SignatureAlgorithms.Rsa, N = Base64Url.EncodeToString(modulus), E = Base64Url.EncodeToString(exponent) };
    }

    private static JsonWebKey PublicEc(string? curve, byte[] x, byte[] y)
    {
        var (named, length) = curve switch
        {
            JsonWebKeyECTypes.P256 => (ECCurve.NamedCurves.nistP256, 32),
            JsonWebKeyECTypes.P384 => (ECCurve.NamedCurves.nistP384, 48),
            JsonWebKeyECTypes.P521 => (ECCurve.NamedCurves.nistP521, 66),
            _ => throw new UnusableKeySetException("its curve is none of P-256, P-384, P-521"),
        };
        // RFC 7518 §6.2.1.2: the coordinates have the full length of the curve's field.
        if (x.Length != length || y.Length != length)
            throw new UnusableKeySetException("its coordinates have not the length of its curve");
        using var point = ECDsa.Create(new ECParameters { Curve = named, Q = new ECPoint { X = x, Y = y } });
        return new JsonWebKey { Kty = SignatureAlgorithms.Ec, Crv = curve, X = Base64Url.EncodeToString(x), Y = Base64Url.EncodeToString(y) };
    }

    private static byte[] Octets(JsonElement jwk, string name) => jwk.TryText(name, out var text)
        ? Base64Url.DecodeFromChars(text)
        : throw new UnusableKeySetException($"it lacks {name}");

    private static bool Verifies(JsonElement operations) => operations.ValueKind == JsonValueKind.Array
        && operations.EnumerateArray().Any(operation => operation.ValueKind == JsonValueKind.String && operation.ValueEquals("verify"));

    private static bool Has(JsonElement jwk, string name) => jwk.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
}
