using System.Buffers;
using System.Text.Json;
using Bridge.Json;

namespace Bridge.Server.Protocol;

/// <summary>Writes one JSON object as the answer. It is JSON by its type and is not sniffed, so nothing is escaped for HTML.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members) => WriteAsync(response, members, static (members, writer) => members(writer));

    public static async Task WriteAsync<T>(HttpResponse response, T state, Action<T, Utf8JsonWriter> members)
    {
        Copy(response, CompactJson.Write(state, members));
        await response.BodyWriter.FlushAsync();
    }

    private static void Copy(HttpResponse response, ReadOnlySpan<byte> body)
    {
        response.ContentType ??= "application/json";
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
    }
}
