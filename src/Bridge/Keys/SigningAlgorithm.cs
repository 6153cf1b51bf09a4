using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.Keys;

/// <summary>
/// The algorithms that Bridge signs with (RFC 7518 §3.1): RS256, which every OpenID provider must have and some relying
/// parties take alone, and ES256, which costs a tenth.
/// </summary>
public abstract class SigningAlgorithm
{
    public static readonly SigningAlgorithm Rs256 = new Rsa();

    public static readonly SigningAlgorithm Es256 = new Ec();

    public static readonly ImmutableArray<SigningAlgorithm> All = [Rs256, Es256];

    /// <summary>Its name in JWS headers.</summary>
    public abstract string Name { get; }

    public static SigningAlgorithm? Find(string name) => All.FirstOrDefault(algorithm => algorithm.Name == name);

    /// <summary>A new private key as PKCS#8, with its public JWK and RFC 7638 thumbprint.</summary>
    public abstract (byte[] PrivateKey, string PublicJwk, string KeyId) Generate();

    /// <summary>What signs with the private key of a stored key.</summary>
    public abstract SigningCredentials Credentials(byte[] privateKey, string keyId);

    private static string Thumbprint(JsonWebKey key) => Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());

    private static string Jwk(params ReadOnlySpan<(string Name, string Value)> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed class Rsa : SigningAlgorithm
    {
        private const int Bits = 2048;

        public override string Name => SecurityAlgorithms.RsaSha256;

        public override (byte[], string, string) Generate()
        {
            using var rsa = RSA.Create(Bits);
            var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)));
            var keyId = Thumbprint(jwk);
            return (rsa.ExportPkcs8PrivateKey(), Jwk(("kty", "RSA"), ("use", "sig"), ("alg", Name), ("kid", keyId), ("n", jwk.N), ("e", jwk.E)), keyId);
        }

        public override SigningCredentials Credentials(byte[] privateKey, string keyId)
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(privateKey, out _);
            return new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = keyId }, Name);
        }
    }

    private sealed class Ec : SigningAlgorithm
    {
        public override string Name => SecurityAlgorithms.EcdsaSha256;

        public override (byte[], string, string) Generate()
        {
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa));
            var keyId = Thumbprint(jwk);
            return (ecdsa.ExportPkcs8PrivateKey(), Jwk(("kty", "EC"), ("use", "sig"), ("alg", Name), ("kid", keyId), ("crv", jwk.Crv), ("x", jwk.X), ("y", jwk.Y)), keyId);
        }

        public override SigningCredentials Credentials(byte[] privateKey, string keyId)
        {
            var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(privateKey, out _);
            return new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = keyId }, Name);
        }
    }
}
