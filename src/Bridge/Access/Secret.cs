using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Access;

/// <summary>A secret that Bridge makes and only its holder keeps: 256 random bits, kept here as SHA-256. So random a text needs neither salt nor stretching.</summary>
public static class Secret
{
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static ImmutableArray<byte> Hash(string secret) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))];
}
