using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Server.Discovery;

/// <summary>A document ready to be sent, with the tag by which a reader asks whether it changed (RFC 9110 §8.8.3).</summary>
public sealed record PublishedDocument(ReadOnlyMemory<byte> Body, string Tag)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PublishedDocument Of(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Options))
            write(writer);
        return new PublishedDocument(body.WrittenMemory, $"\"{Base64Url.EncodeToString(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\"");
    }
}
