using System.Collections.Immutable;

namespace Bridge.Configuration.Applying;

/// <summary>One part in which two nodes differ.</summary>
/// <param name="Path">Where: <c>rules[main].when.ref</c>; empty for the whole.</param>
/// <param name="Before">What stood there as people read it, or null.</param>
/// <param name="After">What stands there now, or null. Where both are null, only the order of the items is another one.</param>
public sealed record DifferentPart(string Path, string? Before, string? After);

/// <summary>The difference between two nodes as people read it: <c>maximum_age 1h → 30m, name GitLab → Git</c>.</summary>
public static class Difference
{
    private const int LongestValue = 60;
    private const int MostParts = 12;

    private static readonly Node.Map Nothing = new([], 0);

    /// <summary>What differs, in one line that names only the first parts.</summary>
    public static string Of(Node.Map before, Node.Map after)
    {
        var parts = Parts(before, after);
        return string.Join(", ", parts.Take(MostParts).Select(Line)) + (parts.Length > MostParts ? $" and {parts.Length - MostParts} more" : "");
    }

    /// <summary>All that differs, part by part; of a thing that was not there, each of its members.</summary>
    public static ImmutableArray<DifferentPart> Parts(Node.Map? before, Node.Map? after) => [.. Parts("", before ?? Nothing, after ?? Nothing)];

    private static IEnumerable<DifferentPart> Parts(string path, Node? before, Node? after)
    {
        if (before is not null && after is not null && before.SameAs(after))
            return [];
        if (before is Node.Map oldMap && after is Node.Map newMap)
            return oldMap.Members.Concat(newMap.Members).Select(member => member.Name).Distinct()
                .SelectMany(name => Parts(path.Length == 0 ? OneLine(name) : $"{path}.{OneLine(name)}", oldMap.Find(name)?.Value, newMap.Find(name)?.Value));
        if (before is Node.List oldList && after is Node.List newList && ById(oldList) is { } oldItems && ById(newList) is { } newItems)
            return oldItems.Keys.Concat(newItems.Keys).Distinct()
                .SelectMany(id => Parts($"{path}[{OneLine(id)}]", oldItems.GetValueOrDefault(id), newItems.GetValueOrDefault(id)))
                .Concat(oldItems.Keys.Where(newItems.ContainsKey).SequenceEqual(newItems.Keys.Where(oldItems.ContainsKey)) ? [] : [new(path, null, null)]);
        return [new(path, before is null ? null : Text(before), after is null ? null : Text(after))];
    }

    private static string Line(DifferentPart part) => part switch
    {
        { Before: null, After: null } => $"{part.Path} in another order",
        { Before: null } => $"{part.Path} + {Cut(part.After!)}",
        { After: null } => $"{part.Path} - {Cut(part.Before)}",
        _ => $"{part.Path} {Cut(part.Before)} → {Cut(part.After)}",
    };

    private static OrderedDictionary<string, Node>? ById(Node.List list)
    {
        var byId = new OrderedDictionary<string, Node>(StringComparer.Ordinal);
        return list.Items.All(item => item is Node.Map map && map.Find("id")?.Value is Node.Scalar id && byId.TryAdd(id.Text, item)) ? byId : null;
    }

    private static string Text(Node node) => node switch
    {
        Node.Scalar { Type: ScalarType.Text, Text: "" } => "\"\"",
        Node.Scalar scalar => OneLine(scalar.Text),
        Node.List list => $"[{string.Join(", ", list.Items.Select(Text))}]",
        Node.Map map => $"{{{string.Join(", ", map.Members.Select(member => $"{OneLine(member.Name)}: {Text(member.Value)}"))}}}",
        _ => "",
    };

    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private static string Cut(string text) => text.Length > LongestValue ? text[..LongestValue] + "…" : text;
}
