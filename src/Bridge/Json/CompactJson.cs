using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Json;

/// <summary>
/// Writes one JSON object without white space, escaping what RFC 8259 §7 demands and nothing for HTML. Each thread keeps a
/// buffer and a writer: an exchange writes three objects, and new buffers were a third of what it allocated.
/// </summary>
public static class CompactJson
{
    private const int KeptLength = 16 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? kept;

    /// <summary>The UTF-8 of an object with these members; good until this thread writes the next one.</summary>
    public static ReadOnlySpan<byte> Write<T>(T state, Action<T, Utf8JsonWriter> members)
    {
        var (buffer, writer) = kept ?? New();
        // Nobody else may write here meanwhile, and nobody at all any more if this throws.
        kept = null;
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        members(state, writer);
        writer.WriteEndObject();
        writer.Flush();
        if (buffer.Capacity <= 4 * KeptLength)
            kept = (buffer, writer);
        return buffer.WrittenSpan;
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) New()
    {
        var buffer = new ArrayBufferWriter<byte>(KeptLength);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
