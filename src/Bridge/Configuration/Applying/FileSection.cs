using System.Collections.Immutable;
using Bridge.Configuration.Reading;

namespace Bridge.Configuration.Applying;

/// <summary>One section of a file: a list of things, or a map with <c>prune</c> and that list as <c>items</c>.</summary>
/// <param name="Prune">Whether what is stored and not named here is deleted.</param>
/// <param name="Items">The things, each with a reader that stands at it.</param>
internal sealed record FileSection(bool Prune, ImmutableArray<(Node.Map Node, MapReader Reader)> Items)
{
    /// <summary>The section under a name; one that is absent leaves everything as it is.</summary>
    public static FileSection Read(MapReader file, string name)
    {
        if (file.Take(name) is not Node.Map map)
            return new(false, Maps(file, name));
        var section = new MapReader(map, name, file.Findings);
        var prune = section.Flag("prune", false);
        if (!section.Has("items"))
            section.Mistake("items", "is missing: a section is a list, or a map of prune and items");
        var items = Maps(section, "items", name);
        section.Done();
        return new(prune, items);
    }

    private static ImmutableArray<(Node.Map, MapReader)> Maps(MapReader owner, string name, string? path = null)
    {
        var maps = ImmutableArray.CreateBuilder<(Node.Map, MapReader)>();
        foreach (var (item, index) in owner.Items(name).Select((item, index) => (item, index)))
        {
            if (item is Node.Map map)
                maps.Add((map, new MapReader(map, MapReader.ItemPath(path ?? name, map, index), owner.Findings)));
            else
                owner.Findings.Mistake($"{path ?? name}[{index}]", "must be a map of keys and values", item.Line);
        }

        return maps.ToImmutable();
    }
}
