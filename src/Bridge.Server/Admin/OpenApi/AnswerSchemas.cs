using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Bridge.Configuration;

namespace Bridge.Server.Admin.OpenApi;

/// <summary>
/// The schemas of what is answered, made of the types that are written by the serializer that writes them (JSON Schema
/// 2020-12, which OpenAPI 3.1 has). What is null is left out of an answer, so it is neither required nor null.
/// </summary>
internal sealed class AnswerSchemas(JsonSerializerOptions options)
{
    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>What a type is called in the document.</summary>
    public static string Name(Type type) => type.IsGenericType
        ? Name(type.GetGenericArguments()[0]).Replace("View", "", StringComparison.Ordinal) + "Page"
        : type.Name.Replace("View", "", StringComparison.Ordinal);

    public JsonNode Of(Type type) => options.GetJsonSchemaAsNode(type, Exporting);

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.TypeInfo.Type.IsAssignableTo(typeof(Node)))
            return new JsonObject { ["type"] = "object" };
        if (context.TypeInfo.Type == typeof(JsonElement) || context.TypeInfo.Type == typeof(JsonElement?))
            return new JsonObject { ["type"] = "object" };
        if (schema is not JsonObject whole)
            return schema;
        if (whole["type"] is JsonArray types && types.FirstOrDefault(type => type!.ToString() != "null") is { } only)
            whole["type"] = only.ToString();
        if (whole["required"] is JsonArray required)
        {
            var nullable = context.TypeInfo.Properties.Where(property => property.IsGetNullable).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            whole["required"] = new JsonArray([.. required.Select(name => name!.ToString()).Where(name => !nullable.Contains(name)).Select(name => JsonValue.Create(name))]);
        }

        // How a number may be written otherwise is a matter of reading it.
        if (whole["type"]?.ToString() is "integer" or "number")
            whole.Remove("pattern");
        return whole;
    }
}
