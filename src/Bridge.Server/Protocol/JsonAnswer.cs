using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Server.Protocol;

/// <summary>Writes one JSON object as the answer.</summary>
internal static class JsonAnswer
{
    private const int UsualLength = 2048;

    // The answer is JSON by its type and is not sniffed, so nothing needs to be escaped for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members) => WriteAsync(response, members, static (members, writer) => members(writer));

    public static async Task WriteAsync<T>(HttpResponse response, T state, Action<T, Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>(UsualLength);
        using (var writer = new Utf8JsonWriter(body, Options))
        {
            writer.WriteStartObject();
            members(state, writer);
            writer.WriteEndObject();
        }

        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory);
    }
}
