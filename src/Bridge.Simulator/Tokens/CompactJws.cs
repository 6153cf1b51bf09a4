using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bridge.Simulator.Keys;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Tokens;

/// <summary>The compact serialisation of RFC 7515, for headers and payloads that need not be well formed.</summary>
internal static class CompactJws
{
    public static string Write(string header, string payload, SimulatorKey key, bool tamper)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        var signature = Sign(Encoding.ASCII.GetBytes(signed), Algorithm(header), key);
        if (tamper)
        {
            if (signature.Length == 0) throw new InvalidRequestException("an unsigned token has no signature to tamper with");
            signature[0] ^= 1;
        }

        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    // The signature is always right for the algorithm the header claims, so that a verifier which believes the header
    // is caught: none is unsigned, and HMAC takes the public key as its secret.
    private static byte[] Sign(byte[] data, string? algorithm, SimulatorKey key) => algorithm?.ToUpperInvariant() switch
    {
        "NONE" => [],
        "HS256" => HMACSHA256.HashData(Secret(key), data),
        "HS384" => HMACSHA384.HashData(Secret(key), data),
        "HS512" => HMACSHA512.HashData(Secret(key), data),
        "RS384" => key.Sign(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        "RS512" => key.Sign(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => key.Sign(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "PS384" => key.Sign(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        "PS512" => key.Sign(data, HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        _ => key.Sign(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    private static byte[] Secret(SimulatorKey key) => Encoding.ASCII.GetBytes(key.PublicKeyPem);

    private static string? Algorithm(string header)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("alg", out var alg)
                && alg.ValueKind is JsonValueKind.String
                ? alg.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
