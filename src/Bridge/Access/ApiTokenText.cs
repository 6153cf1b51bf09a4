using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Access;

/// <summary>
/// The text of an API token: <c>brg_</c>, 256 random bits and a checksum, both base64url. By the prefix a scanner of secrets
/// finds it in a repository; by the checksum that scanner, and this server without asking its database, knows a real one.
/// </summary>
public static class ApiTokenText
{
    public const string Prefix = "brg_";

    private const int SecretBytes = 32;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;

    /// <summary>Makes the text of a new token.</summary>
    public static string Make()
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return text + Checksum(text);
    }

    /// <summary>Whether a text can be an API token at all.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + SecretLength + ChecksumLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
        && text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal);

    /// <summary>The SHA-256 that it is kept as. It is as random as the token, so it needs neither salt nor stretching.</summary>
    public static ImmutableArray<byte> Hash(string text) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(text))];

    private static string Checksum(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)))[..ChecksumLength];
}
