using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Bridge.Keys;

namespace Bridge.Tokens;

/// <summary>
/// Writes a compact JWS (RFC 7515 §7.1) straight from the octets of its payload. A token handler of a library would make
/// texts and dictionaries of them first, which costs a third of an ES256 signature.
/// </summary>
internal static class CompactJws
{
    private const int LongestHeader = 512;

    public static string Sign(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[LongestHeader];
        // Nothing in it needs an escape: an algorithm and a type that Bridge names, and a thumbprint in base64url (RFC 7638).
        if (!Utf8.TryWrite(header, $$"""{"alg":"{{key.Stored.Algorithm}}","kid":"{{key.Stored.KeyId}}","typ":"{{type}}"}""", out var headerLength))
            throw new InvalidOperationException("no header is that long");
        Span<byte> signature = stackalloc byte[SigningKey.LongestSignature];
        var octets = ArrayPool<byte>.Shared.Rent(2 + Base64Url.GetEncodedLength(headerLength) + Base64Url.GetEncodedLength(payload.Length) + Base64Url.GetEncodedLength(signature.Length));
        try
        {
            var length = Base64Url.EncodeToUtf8(header[..headerLength], octets);
            octets[length++] = (byte)'.';
            length += Base64Url.EncodeToUtf8(payload, octets.AsSpan(length));
            var signatureLength = key.Sign(octets.AsSpan(0, length), signature);
            octets[length++] = (byte)'.';
            length += Base64Url.EncodeToUtf8(signature[..signatureLength], octets.AsSpan(length));
            return Encoding.ASCII.GetString(octets, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets, clearArray: true);
        }
    }
}
