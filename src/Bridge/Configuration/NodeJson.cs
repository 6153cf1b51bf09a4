using System.Text;
using System.Text.Json;

namespace Bridge.Configuration;

/// <summary>Configuration as JSON: how it is stored, and how the API takes it.</summary>
public static class NodeJson
{
    /// <summary>The node of a JSON value. A member that stands twice stays twice, for the reader to tell.</summary>
    public static Node Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new Node.Map([.. element.EnumerateObject().Select(member => new Node.Member(member.Name, Read(member.Value), 0))], 0),
        JsonValueKind.Array => new Node.List([.. element.EnumerateArray().Select(Read)], 0),
        JsonValueKind.String => new Node.Scalar(element.GetString()!, ScalarType.Text, 0),
        JsonValueKind.Number => new Node.Scalar(element.GetRawText(), ScalarType.Number, 0),
        JsonValueKind.True => new Node.Scalar("true", ScalarType.Boolean, 0),
        JsonValueKind.False => new Node.Scalar("false", ScalarType.Boolean, 0),
        _ => new Node.Scalar("null", ScalarType.Null, 0),
    };

    /// <summary>The map that <see cref="Write(Node)"/> wrote.</summary>
    public static Node.Map ReadMap(string json)
    {
        using var document = JsonDocument.Parse(json);
        return (Node.Map)Read(document.RootElement);
    }

    /// <summary>The node as compact JSON; a number must be one that JSON can write, as every compiled one is.</summary>
    public static string Write(Node node)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, node);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Node node)
    {
        switch (node)
        {
            case Node.Map map:
                json.WriteStartObject();
                foreach (var member in map.Members)
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case Node.List list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case Node.Scalar scalar:
                Write(json, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, Node.Scalar scalar)
    {
        if (scalar.Type == ScalarType.Text)
            json.WriteStringValue(scalar.Text);
        else if (scalar.Type == ScalarType.Null)
            json.WriteNullValue();
        else
            json.WriteRawValue(scalar.Type == ScalarType.Boolean ? scalar.Text.ToLowerInvariant() : scalar.Text);
    }
}
