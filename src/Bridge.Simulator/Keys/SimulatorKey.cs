using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.Simulator.Keys;

/// <summary>An RSA-2048 signing key with the names GitLab gives it in the JWKS.</summary>
public sealed class SimulatorKey
{
    private readonly RSAParameters parameters;

    // RSA instances are not documented as safe for concurrent use, and a load test signs on every core.
    private readonly ConcurrentBag<RSA> idle = [];

    private SimulatorKey(RSA rsa)
    {
        parameters = rsa.ExportParameters(includePrivateParameters: true);
        PublicKeyPem = rsa.ExportSubjectPublicKeyInfoPem();
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)));
        Exponent = jwk.E;
        Modulus = jwk.N;
        Kid = Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint());
    }

    /// <summary>The RFC 7638 SHA-256 thumbprint.</summary>
    public string Kid { get; }

    public string Exponent { get; }

    public string Modulus { get; }

    public string PublicKeyPem { get; }

    public static SimulatorKey Generate()
    {
        using var rsa = RSA.Create(2048);
        return new SimulatorKey(rsa);
    }

    /// <summary>A key that was made before, from its PKCS#8 PEM.</summary>
    public static SimulatorKey FromPem(string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new SimulatorKey(rsa);
    }

    internal JsonObject Jwk() => new()
    {
        ["kty"] = "RSA",
        ["kid"] = Kid,
        ["e"] = Exponent,
        ["n"] = Modulus,
        ["use"] = "sig",
        ["alg"] = "RS256",
    };

    internal byte[] Sign(byte[] data, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        if (!idle.TryTake(out var rsa)) rsa = RSA.Create(parameters);
        try
        {
            return rsa.SignData(data, hash, padding);
        }
        finally
        {
            idle.Add(rsa);
        }
    }
}
