using System.Collections.Immutable;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Definitions.Forms;

/// <summary>Reads and replaces parts of a definition; all that is not named stays as it was written.</summary>
internal static class NodeParts
{
    /// <summary>What stands at a path such as <c>keys.jwks</c>, or null.</summary>
    public static Node? At(this Node.Map map, string path)
    {
        var (name, rest) = Split(path);
        var found = map.Find(name)?.Value;
        return rest is null ? found : (found as Node.Map)?.At(rest);
    }

    /// <summary>The text at a path; null where there is none, or something else.</summary>
    public static string? TextAt(this Node.Map map, string path) => (map.At(path) as Node.Scalar)?.Text;

    /// <summary>The texts of the list at a path.</summary>
    public static ImmutableArray<string> TextsAt(this Node.Map map, string path) => map.At(path) is Node.List list ? [.. list.Items.OfType<Node.Scalar>().Select(item => item.Text)] : [];

    /// <summary>The maps of the list at a path.</summary>
    public static ImmutableArray<Node.Map> MapsAt(this Node.Map map, string path) => map.At(path) is Node.List list ? [.. list.Items.OfType<Node.Map>()] : [];

    /// <summary>The flag at a path, or what it is where nothing is said.</summary>
    public static bool FlagAt(this Node.Map map, string path, bool otherwise) => map.TextAt(path) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    /// <summary>The same with another value at a path, in its old place; without the member where the value is null. A map that is left empty goes too.</summary>
    public static Node.Map With(this Node.Map map, string path, Node? value)
    {
        var (name, rest) = Split(path);
        var old = map.Find(name);
        if (rest is not null)
        {
            var inner = (old?.Value as Node.Map ?? new Node.Map([], 0)).With(rest, value);
            value = inner.Members.IsEmpty ? null : inner;
        }

        if (old is not null)
            return map with { Members = value is null ? map.Members.Remove(old) : map.Members.Replace(old, old with { Value = value }) };
        return value is null ? map : map with { Members = map.Members.Add(new(name, value, 0)) };
    }

    public static Node.Scalar Text(string text) => new(text, ScalarType.Text, 0);

    public static Node.Scalar Flag(bool flag) => new(flag ? "true" : "false", ScalarType.Boolean, 0);

    public static Node.List Texts(IEnumerable<string> texts) => new([.. texts.Select(Text)], 0);

    public static Node.List List(IEnumerable<Node> items) => new([.. items], 0);

    /// <summary>A map of these members; a null value leaves its member out.</summary>
    public static Node.Map Map(params IEnumerable<(string Name, Node? Value)> members) =>
        new([.. members.Where(member => member.Value is not null).Select(member => new Node.Member(member.Name, member.Value!, 0))], 0);

    private static (string Name, string? Remainder) Split(string path) => path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (path[..dot], path[(dot + 1)..]) : (path, null);
}
