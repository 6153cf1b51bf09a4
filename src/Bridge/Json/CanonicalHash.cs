using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Json;

/// <summary>
/// The SHA-256 of canonical JSON (RFC 8785) made of objects, arrays, texts, integers and null, written straight into the hash so
/// that the document is never held. Who writes gives the members of an object in the order of their names.
/// </summary>
internal sealed class CanonicalHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[16 * 1024];
    private int filled;

    /// <summary>What is JSON already: brackets, commas and names.</summary>
    public CanonicalHash Raw(ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            var some = json[..Math.Min(json.Length, Room(1))];
            some.CopyTo(buffer.AsSpan(filled));
            filled += some.Length;
            json = json[some.Length..];
        }

        return this;
    }

    public CanonicalHash Number(long number)
    {
        Room(20);
        number.TryFormat(buffer.AsSpan(filled), out var length, provider: CultureInfo.InvariantCulture);
        filled += length;
        return this;
    }

    public CanonicalHash Text(string? text)
    {
        if (text is null)
            return Raw("null"u8);
        Raw("\""u8);
        foreach (var rune in text.EnumerateRunes())
            Write(rune);
        return Raw("\""u8);
    }

    /// <summary>The hash of all that was written, in hexadecimal.</summary>
    public string End()
    {
        Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    // RFC 8785 §3.2.2.2: the short escapes where there are any, \u00xx for other control characters, all else as it is.
    private void Write(Rune rune)
    {
        Room(6);
        var rest = buffer.AsSpan(filled);
        filled += rune.Value switch
        {
            '"' => Put("\\\""u8, rest),
            '\\' => Put("\\\\"u8, rest),
            '\b' => Put("\\b"u8, rest),
            '\t' => Put("\\t"u8, rest),
            '\n' => Put("\\n"u8, rest),
            '\f' => Put("\\f"u8, rest),
            '\r' => Put("\\r"u8, rest),
            < 0x20 => Put(Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}"), rest),
            _ => rune.EncodeToUtf8(rest),
        };
    }

    private static int Put(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        bytes.CopyTo(to);
        return bytes.Length;
    }

    /// <summary>How much room there is, at least <paramref name="needed"/>.</summary>
    private int Room(int needed)
    {
        if (buffer.Length - filled < needed)
            Flush();
        return buffer.Length - filled;
    }

    private void Flush()
    {
        hash.AppendData(buffer, 0, filled);
        filled = 0;
    }
}
