using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.Claims;

/// <summary>A claim that a token will carry beside the protocol's own.</summary>
public sealed record IssuedClaim(string Name, IssuedValue Value)
{
    /// <summary>Writes the claim as a member of the object that <paramref name="writer"/> is in.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(Name);
        switch (Value)
        {
            case IssuedValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case IssuedValue.Texts texts:
                writer.WriteStartArray();
                foreach (var value in texts.Values)
                    writer.WriteStringValue(value);
                writer.WriteEndArray();
                break;
            case IssuedValue.Json json:
                json.Element.WriteTo(writer);
                break;
        }
    }
}

/// <summary>The value of an <see cref="IssuedClaim"/>: a text, an array of texts, or JSON, as the CI token held it or a profile made it.</summary>
public abstract record IssuedValue
{
    private IssuedValue()
    {
    }

    public sealed record Text(string Value) : IssuedValue;

    public sealed record Texts(ImmutableArray<string> Values) : IssuedValue;

    public sealed record Json(JsonElement Element) : IssuedValue;
}
