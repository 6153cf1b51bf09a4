using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Server.Commands;

/// <summary>How a command prints what it found: lines for people, or one JSON document.</summary>
internal static class OutputFormat
{
    /// <summary>As the API writes it, for people.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<string> Option()
    {
        var option = new Option<string>("--output") { Description = "text or json", DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    public static bool IsJson(this ParseResult parsed, Option<string> option) => parsed.GetValue(option) == "json";

    public static Task WriteJsonAsync<T>(this CommandContext context, T value) => context.Output.WriteLineAsync(JsonSerializer.Serialize(value, Json));

    /// <summary>What is kept as JSON, as a part of a document.</summary>
    public static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);

    /// <summary>A text of somebody else in one line of a terminal.</summary>
    public static string OneLine(string? text) => string.Concat((text ?? "").Select(character => char.IsControl(character) ? ' ' : character));
}
