using System.Text.Json.Nodes;

namespace Bridge.Simulator.Tokens;

/// <summary>Overrides as the requests have them: a value replaces, null removes.</summary>
internal static class JsonObjectOverlay
{
    public static void Overlay(this JsonObject target, JsonObject overrides)
    {
        foreach (var (name, value) in overrides)
        {
            if (value is null) target.Remove(name);
            else target[name] = value.DeepClone();
        }
    }

    /// <summary>The member if it is a JSON string.</summary>
    public static string? Text(this JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
