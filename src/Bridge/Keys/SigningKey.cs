using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.Keys;

/// <summary>A signing key whose private part is at hand.</summary>
public sealed record SigningKey(StoredKey Stored, SigningCredentials Credentials)
{
    /// <summary>Longest signature, in bytes: that of an RSA key of 4096 bits.</summary>
    public const int LongestSignature = 512;

    /// <summary>
    /// Writes the signature of a JWS (RFC 7518 §3.3 and §3.4) over <paramref name="input"/>, on many threads at once.
    /// </summary>
    /// <returns>Its length, in bytes.</returns>
    public int Sign(ReadOnlySpan<byte> input, Span<byte> signature) => Credentials.Key switch
    {
        RsaSecurityKey { Rsa: { } rsa } => rsa.SignData(input, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsaSecurityKey { ECDsa: { } ecdsa } => ecdsa.SignData(input, signature, HashAlgorithmName.SHA256),
        var other => throw new NotSupportedException($"{other.GetType().Name} does not sign here"),
    };
}
