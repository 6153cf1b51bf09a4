using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Server.Admin.SignIn;

/// <summary>One-time passwords by time (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, six digits, half a minute.</summary>
internal static class Totp
{
    public const int Digits = 6;

    private const int KeyBytes = 20;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The time step of a password, or null where it is none of now, or of the step before or after (RFC 6238 §5.2).</summary>
    public static long? Match(byte[] key, string? typed, DateTimeOffset now)
    {
        var digits = new string([.. (typed ?? "").Where(char.IsAsciiDigit)]);
        if (digits.Length != Digits || typed!.Length > 20)
            return null;
        var current = now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;
        long? matched = null;
        foreach (var step in new[] { current - 1, current, current + 1 })
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digits), Encoding.ASCII.GetBytes(Code(key, step))))
                matched = step;
        }

        return matched;
    }

    /// <summary>The password of a time step (RFC 4226 §5.3).</summary>
    public static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 names SHA-1, and apps know no other; it is keyed here.
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var code = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0x0F)..]) & 0x7FFF_FFFF;
        return (code % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The key as apps take it: base32 (RFC 4648 §6), for the eye in groups of four.</summary>
    public static string Text(byte[] key)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < key.Length * 8; bit += 5)
        {
            var two = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[bit / 8 + 1] : 0);
            text.Append(Alphabet[(two >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString();
    }

    public static string Groups(byte[] key) => string.Join(' ', Text(key).Chunk(4).Select(group => new string(group)));

    /// <summary>What the QR code says.</summary>
    public static string Uri(byte[] key, string login, string where) =>
        $"otpauth://totp/{System.Uri.EscapeDataString($"Bridge {where}")}:{System.Uri.EscapeDataString(login)}?secret={Text(key)}&issuer={System.Uri.EscapeDataString($"Bridge {where}")}";
}
