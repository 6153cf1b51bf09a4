using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Bridge.GitLab.KeySets;

/// <summary>The signature algorithms that a key may verify (RFC 7518 §3.1). Neither <c>none</c> nor a symmetric one is here.</summary>
internal static class SignatureAlgorithms
{
    public const string Rsa = "RSA";
    public const string Ec = "EC";

    private static readonly ImmutableArray<string> OfRsa = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    /// <summary>Those of a key type and, for EC, of the one curve that each belongs to (RFC 7518 §3.4).</summary>
    public static ImmutableArray<string> Of(string type, string? curve) => (type, curve) switch
    {
        (Rsa, _) => OfRsa,
        (Ec, JsonWebKeyECTypes.P256) => ["ES256"],
        (Ec, JsonWebKeyECTypes.P384) => ["ES384"],
        (Ec, JsonWebKeyECTypes.P521) => ["ES512"],
        _ => [],
    };
}
