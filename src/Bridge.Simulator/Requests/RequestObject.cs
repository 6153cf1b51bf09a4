using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Simulator.Requests;

/// <summary>A request body of which every member must be known and of the right type, so that a typing error is never a silently different token.</summary>
internal sealed class RequestObject
{
    private readonly JsonObject members;

    private RequestObject(JsonObject members) => this.members = members;

    // Whatever the content type says: curl's -d sends a form's.
    public static async Task<RequestObject> ReadAsync(HttpRequest request, params string[] known)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var body = Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text);
        foreach (var (name, _) in body)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw new InvalidRequestException($"unknown member '{name}'; known are {string.Join(", ", known)}");
        }

        return new RequestObject(body);
    }

    public JsonNode? Node(string name) => members[name];

    public string? Text(string name) =>
        members[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            _ => throw new InvalidRequestException($"'{name}' must be a string"),
        };

    public long? Number(string name) =>
        members[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<long>(out var number) => number,
            _ => throw new InvalidRequestException($"'{name}' must be a whole number"),
        };

    public JsonObject Object(string name) =>
        members[name] switch
        {
            null => [],
            JsonObject value => value,
            _ => throw new InvalidRequestException($"'{name}' must be an object"),
        };

    public IReadOnlyList<string>? Texts(string name) =>
        members[name] switch
        {
            null => null,
            JsonArray array when array.All(item => item?.GetValueKind() is JsonValueKind.String) =>
                [.. array.Select(item => item!.GetValue<string>())],
            _ => throw new InvalidRequestException($"'{name}' must be an array of strings"),
        };

    public T? Choice<T>(string name)
        where T : struct, Enum =>
        Text(name) is { } text ? ChoiceNames<T>.Parse(name, text) : null;

    private static JsonObject Parse(string text)
    {
        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });

            // A lone surrogate escape parses but cannot be written again; found here, it is the caller's error.
            _ = node?.ToJsonString();
            return node as JsonObject ?? throw new InvalidRequestException("the body must be a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidRequestException($"the body is not usable JSON (a raw 'payload' can carry what JSON cannot): {e.Message}", e);
        }
    }
}
