using System.Collections.Immutable;

namespace Bridge.Configuration.Reading;

/// <summary>
/// Reads the members of one map by name. What is missing or of the wrong form becomes a mistake with its path and line; a
/// member that nobody asked for becomes one when the reading is <see cref="Done"/>.
/// </summary>
public sealed partial class MapReader
{
    private readonly Node.Map map;
    private readonly List<string> asked = [];

    public MapReader(Node.Map map, string path, Findings findings)
    {
        (this.map, Path, Findings) = (map, path, findings);
        foreach (var twice in map.Members.GroupBy(member => member.Name).Where(same => same.Count() > 1))
            Findings.Mistake(At(twice.Key), "stands twice", twice.Last().Line);
    }

    public string Path { get; }

    public int Line => map.Line;

    public Findings Findings { get; }

    public IEnumerable<string> Names => map.Members.Select(member => member.Name);

    /// <summary>The path of a member.</summary>
    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>The member's value, or null where it does not stand there.</summary>
    public Node? Take(string name)
    {
        asked.Add(name);
        return map.Find(name)?.Value;
    }

    public bool Has(string name) => map.Find(name) is not null;

    /// <summary>A mistake at a member, or at the map where the member is missing.</summary>
    public void Mistake(string name, string message) => Findings.Mistake(At(name), message, LineOf(name));

    /// <summary>A warning at a member, or at the map where the member is missing.</summary>
    public void Warn(string code, string name, string message) => Findings.Warn(code, At(name), message, LineOf(name));

    /// <summary>Ends the reading: every member that was not asked for is a mistake.</summary>
    public void Done()
    {
        foreach (var member in map.Members.Where(member => !asked.Contains(member.Name)).DistinctBy(member => member.Name))
            Findings.Mistake(At(member.Name), $"is not known here; known are {string.Join(", ", asked.Distinct())}", member.Line);
    }

    private int LineOf(string name) => map.Find(name)?.Line ?? Line;

    /// <summary>The map under a name, or null.</summary>
    public MapReader? Map(string name)
    {
        if (Take(name) is not { } node)
            return null;
        if (node is Node.Map inner)
            return new MapReader(inner, At(name), Findings);
        Mistake(name, "must be a map of keys and values");
        return null;
    }

    /// <summary>The maps of the list under a name; each is called by its id in paths, or by its number.</summary>
    public IEnumerable<MapReader> Maps(string name) => Items(name).Select((item, index) => Reader(item, name, index)).OfType<MapReader>().ToList();

    /// <summary>The items of the list under a name; none where it does not stand there.</summary>
    public ImmutableArray<Node> Items(string name)
    {
        if (Take(name) is not { } node)
            return [];
        if (node is Node.List list)
            return list.Items;
        Mistake(name, "must be a list");
        return [];
    }

    private MapReader? Reader(Node item, string name, int index)
    {
        if (item is Node.Map inner)
            return new MapReader(inner, ItemPath(At(name), inner, index), Findings);
        Findings.Mistake($"{At(name)}[{index}]", "must be a map of keys and values", item.Line);
        return null;
    }

    /// <summary>The path of an item of a list.</summary>
    public static string ItemPath(string list, Node.Map item, int index) =>
        $"{list}[{(item.Find("id")?.Value is Node.Scalar { Text.Length: > 0 } id ? id.Text : index)}]";
}
