using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Bridge.Server.Tests.Attacks.Tokens;

/// <summary>An issuer whose private key the tests hold, so that they can sign octets that no library would write.</summary>
internal static class HandSigned
{
    public const string Iss = "https://hand.test";

    private static readonly RSA Key = RSA.Create(2048);

    public static readonly string Header = """{"kid":"hand","typ":"JWT","alg":"RS256"}""";

    /// <summary>The issuer in a configuration that has another one without a prefix.</summary>
    public static string Yaml => $$"""
          - id: hand
            iss: {{Iss}}
            subject_prefix: "hand:"
            keys: { uploaded: '{{Jwks}}' }
        """;

    private static string Jwks
    {
        get
        {
            var key = Key.ExportParameters(includePrivateParameters: false);
            var jwk = new JsonObject { ["kty"] = "RSA", ["kid"] = "hand", ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) };
            return new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString();
        }
    }

    /// <summary>A signed token of a payload's text with another <c>iss</c> in it.</summary>
    public static byte[] Payload(string payload, string iss) => Encoding.UTF8.GetBytes(payload.Replace($"\"iss\":\"{iss}\"", $"\"iss\":\"{Iss}\"", StringComparison.Ordinal));

    public static string Sign(byte[] payload) => Sign(Encoding.UTF8.GetBytes(Header), payload);

    public static string Sign(byte[] header, byte[] payload)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Signature(signed)}";
    }

    /// <summary>A token that the same key signed with another algorithm of its type, which its JWK does not forbid.</summary>
    public static string Sign(byte[] payload, string algorithm)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header.Replace("RS256", algorithm, StringComparison.Ordinal)))}.{Base64Url.EncodeToString(payload)}";
        var padding = algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{signed}.{Base64Url.EncodeToString(Key.SignData(Encoding.UTF8.GetBytes(signed), new HashAlgorithmName("SHA" + algorithm[2..]), padding))}";
    }

    /// <summary>The signature over any text, in base64url.</summary>
    public static string Signature(string signed) =>
        Base64Url.EncodeToString(Key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
}
