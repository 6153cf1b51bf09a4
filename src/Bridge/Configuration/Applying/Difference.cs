namespace Bridge.Configuration.Applying;

/// <summary>The difference between two nodes as people read it: <c>maximum_age 1h → 30m, name GitLab → Git</c>.</summary>
internal static class Difference
{
    private const int LongestValue = 60;
    private const int MostParts = 12;

    /// <summary>What differs, part by part.</summary>
    public static string Of(Node.Map before, Node.Map after)
    {
        var parts = Parts("", before, after).ToList();
        return string.Join(", ", parts.Take(MostParts)) + (parts.Count > MostParts ? $" and {parts.Count - MostParts} more" : "");
    }

    private static IEnumerable<string> Parts(string path, Node? before, Node? after)
    {
        if (before is not null && after is not null && before.SameAs(after))
            return [];
        if (before is Node.Map oldMap && after is Node.Map newMap)
            return oldMap.Members.Concat(newMap.Members).Select(member => member.Name).Distinct()
                .SelectMany(name => Parts(path.Length == 0 ? name : $"{path}.{name}", oldMap.Find(name)?.Value, newMap.Find(name)?.Value));
        if (before is Node.List oldList && after is Node.List newList && ById(oldList) is { } oldItems && ById(newList) is { } newItems)
            return oldItems.Keys.Concat(newItems.Keys).Distinct()
                .SelectMany(id => Parts($"{path}[{id}]", oldItems.GetValueOrDefault(id), newItems.GetValueOrDefault(id)))
                .Concat(oldItems.Keys.Where(newItems.ContainsKey).SequenceEqual(newItems.Keys.Where(oldItems.ContainsKey)) ? [] : [$"{path} in another order"]);
        return [before is null ? $"{path} + {Text(after!)}" : after is null ? $"{path} - {Text(before)}" : $"{path} {Text(before)} → {Text(after)}"];
    }

    private static OrderedDictionary<string, Node>? ById(Node.List list)
    {
        var byId = new OrderedDictionary<string, Node>(StringComparer.Ordinal);
        return list.Items.All(item => item is Node.Map map && map.Find("id")?.Value is Node.Scalar id && byId.TryAdd(id.Text, item)) ? byId : null;
    }

    private static string Text(Node node)
    {
        var text = node switch
        {
            Node.Scalar { Type: ScalarType.Text, Text: "" } => "\"\"",
            Node.Scalar scalar => scalar.Text,
            Node.List list => $"[{string.Join(", ", list.Items.Select(Text))}]",
            Node.Map map => $"{{{string.Join(", ", map.Members.Select(member => $"{member.Name}: {Text(member.Value)}"))}}}",
            _ => "",
        };
        text = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }
}
