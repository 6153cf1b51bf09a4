using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Bridge.Tests.GitLab;

/// <summary>Key pairs, made once, and their JWKs.</summary>
internal static class TestKeys
{
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly RSA OtherRsa = RSA.Create(2048);
    public static readonly RSA SmallRsa = RSA.Create(1024);
    public static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    public static readonly ECDsa P521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    public static JsonObject Jwk(RSA key, string? kid)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return WithKeyId(new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) }, kid);
    }

    public static JsonObject Jwk(ECDsa key, string curve, string? kid)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return WithKeyId(new() { ["kty"] = "EC", ["crv"] = curve, ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y) }, kid);
    }

    public static JsonObject With(this JsonObject jwk, string name, JsonNode? value)
    {
        jwk[name] = value;
        return jwk;
    }

    public static string Set(params JsonNode?[] keys) => new JsonObject { ["keys"] = new JsonArray(keys) }.ToJsonString();

    private static JsonObject WithKeyId(JsonObject jwk, string? kid) => kid is null ? jwk : jwk.With("kid", kid);
}
