using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Definitions;

/// <summary>Writes definitions into answers as they are stored.</summary>
internal sealed class NodeConverter : JsonConverter<Node>
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Node));

    public override Node Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return NodeJson.Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Node value, JsonSerializerOptions options) => writer.WriteRawValue(NodeJson.Write(value));
}
