using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Bridge.Server.Protocol;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> (RFC 6749 appendix B) strictly: what is malformed is not mended.</summary>
internal static class UrlEncodedForm
{
    // The checks behind compare parameters with one another, so their number is bounded; the longest sound request has far fewer.
    private const int MaximumParameters = 64;

    private static readonly SearchValues<byte> Encoded = SearchValues.Create("%+"u8);

    /// <summary>The parameters in their order, or null where the text is no such form.</summary>
    public static List<KeyValuePair<string, string>>? Parse(ReadOnlySpan<byte> text)
    {
        var parameters = new List<KeyValuePair<string, string>>(8);
        foreach (var range in text.Split((byte)'&'))
        {
            var parameter = text[range];
            if (parameter.IsEmpty)
                continue;
            var equals = parameter.IndexOf((byte)'=');
            if (parameters.Count == MaximumParameters
                || Decode(equals < 0 ? parameter : parameter[..equals]) is not { } name
                || Decode(equals < 0 ? [] : parameter[(equals + 1)..]) is not { } value)
                return null;
            parameters.Add(new(name, value));
        }

        return parameters;
    }

    private static string? Decode(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(Encoded))
            return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;
        var octets = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            return Unescape(text, octets, out var length) && Utf8.IsValid(octets.AsSpan(0, length)) ? Encoding.UTF8.GetString(octets, 0, length) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets, clearArray: true);
        }
    }

    private static bool Unescape(ReadOnlySpan<byte> text, Span<byte> octets, out int length)
    {
        length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var octet = text[index];
            if (octet == '%')
            {
                if (index + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[index + 1]) || !char.IsAsciiHexDigit((char)text[index + 2]))
                    return false;
                octet = (byte)((Hex(text[index + 1]) << 4) | Hex(text[index + 2]));
                index += 2;
            }
            else if (octet == '+')
            {
                octet = (byte)' ';
            }

            octets[length++] = octet;
        }

        return true;
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
