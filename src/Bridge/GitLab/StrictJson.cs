using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Bridge.GitLab;

/// <summary>Reads JSON of others so that no two readers can differ on what it says: distinct members, Unicode throughout.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The JSON object that <paramref name="utf8"/> is, unless it is anything else.</summary>
    public static bool TryObject(ReadOnlyMemory<byte> utf8, out JsonElement element)
    {
        element = ReadObject(utf8)?.RootElement ?? default;
        return element.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The same as a document, which gives its memory back where it is disposed of; null for anything else.</summary>
    public static JsonDocument? ReadObject(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument? document = null;
        try
        {
            if (!Utf8.IsValid(utf8.Span))
                return null;
            document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object && (utf8.Span.IndexOf("\\u"u8) < 0 || IsUnicode(document.RootElement)))
                return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The search for duplicate members reads their names, and reading a lone surrogate throws the second.
        }

        document?.Dispose();
        return null;
    }

    /// <summary>The text of the member <paramref name="name"/>, if it is a JSON string.</summary>
    public static bool TryText(this JsonElement element, string name, [NotNullWhen(true)] out string? text)
    {
        text = element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    // An escaped lone surrogate (RFC 8259 §8.2) is well-formed JSON and no text: reading it throws, wherever it stands.
    private static bool IsUnicode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is not null,
        JsonValueKind.Array => element.EnumerateArray().All(IsUnicode),
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsUnicode(member.Value)),
        _ => true,
    };
}
