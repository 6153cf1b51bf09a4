using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bridge.Simulator.Requests;

/// <summary>The names an enumeration's members have in JSON: snake case, or what the member's attribute says.</summary>
internal static class ChoiceNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName = Enum.GetValues<T>().ToDictionary(Name, StringComparer.Ordinal);

    public static T Parse(string member, string text) =>
        ByName.TryGetValue(text, out var value)
            ? value
            : throw new InvalidRequestException($"unknown {member} '{text}'; known are {string.Join(", ", ByName.Keys)}");

    public static string Name(T value) =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
