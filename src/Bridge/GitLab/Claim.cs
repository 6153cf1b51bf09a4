using System.Text.Json;

namespace Bridge.GitLab;

/// <summary>
/// One claim with its value. The text of a JSON string is read once: an exchange asks for claims by name some eighty times.
/// </summary>
public readonly struct Claim(string name, JsonElement value)
{
    public string Name { get; } = name;

    public JsonElement Value { get; } = value;

    /// <summary>The text, where the value is a JSON string.</summary>
    public string? Text { get; } = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
