using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Json;

namespace Bridge.Records;

/// <summary>
/// What a request asked for, as a record keeps it: with the claims all that is needed to decide an exchange again. It is the
/// caller's word, so it is written as JSON of printable ASCII.
/// </summary>
/// <param name="Audiences">The <c>audience</c> values (RFC 8693 §2.1).</param>
/// <param name="Resources">The <c>resource</c> values (RFC 8707 §2).</param>
/// <param name="Scopes">The scopes, without <c>openid</c>.</param>
/// <param name="TokenType">The <c>requested_token_type</c>, or null.</param>
public sealed record RecordedRequest(ImmutableArray<string> Audiences, ImmutableArray<string> Resources, ImmutableArray<string> Scopes, TokenType? TokenType)
{
    /// <summary>Longest text, in bytes. Nobody asks for so much; what is longer is not kept.</summary>
    public const int MaximumBytes = 1024;

    /// <summary>The request as text, or null where it is longer than <see cref="MaximumBytes"/>.</summary>
    public string? Write()
    {
        var json = CompactJson.Write(this, static (request, writer) =>
        {
            Write(writer, "audience", request.Audiences);
            Write(writer, "resource", request.Resources);
            Write(writer, "scope", request.Scopes);
            if (request.TokenType is { } type)
                writer.WriteString("requested_token_type", type.Word());
        });
        return json.Length <= MaximumBytes ? Encoding.ASCII.GetString(json) : null;
    }

    /// <summary>The request that <see cref="Write()"/> wrote; null for any other text.</summary>
    public static RecordedRequest? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var type = root.TryGetProperty("requested_token_type", out var word) ? TokenTypes.Parse(word.GetString() ?? "") : null;
            return new(Texts(root, "audience"), Texts(root, "resource"), Texts(root, "scope"), type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        if (values.IsEmpty)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                writer.WriteStringValue(JsonEncodedText.Encode(Encoding.UTF8.GetBytes(value)));
            else
                writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static ImmutableArray<string> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString() ?? throw new JsonException("a text is missing"))] : [];
}
