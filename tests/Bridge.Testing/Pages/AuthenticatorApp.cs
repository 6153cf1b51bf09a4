using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bridge.Testing.Pages;

/// <summary>A person's authenticator app (RFC 6238), written apart from the server's.</summary>
public sealed class AuthenticatorApp
{
    private readonly byte[] key;

    /// <param name="base32">The key as a page shows it.</param>
    public AuthenticatorApp(string base32)
    {
        var bits = string.Concat(base32.Replace(" ", "", StringComparison.Ordinal).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        key = [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }

    /// <summary>What it shows at a moment.</summary>
    public string Code(DateTimeOffset at)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238 is made of SHA-1.
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = mac[^1] & 15;
        return ((BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(offset)) & int.MaxValue) % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
