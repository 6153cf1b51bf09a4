using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>Mappings as a form edits them, under the name of their member: <c>claims</c>, or <c>session_tags</c>.</summary>
public sealed record MappingEditor(string Name, ImmutableArray<MappingRow> Rows)
{
    public bool Writable { get; init; } = true;

    /// <summary>What a row's target is called.</summary>
    public string Target { get; init; } = "Claim";

    public static MappingEditor Of(string name, Node.Map definition) => new(name, MappingRow.Of(definition.At(name)));

    public static MappingEditor Sent(string name, IFormCollection form) => new(name, MappingRow.Sent(form, name));

    /// <summary>The definition with these mappings. A mapping that says what it said stays as it was written.</summary>
    public Node.Map Read(Node.Map definition)
    {
        var old = definition.At(Name) as Node.Map;
        if (Rows.SequenceEqual(MappingRow.Of(old)))
            return definition;
        var members = Rows.Select(row => new Node.Member(row.Target, Kept(old, row) ?? row.Write(), 0)).ToImmutableArray();
        return definition.With(Name, members.IsEmpty ? null : new Node.Map(members, 0));
    }

    /// <summary>The form's field for a path within the definition; null where the path is of no mapping.</summary>
    public string? FieldOf(string path)
    {
        if (path != Name && !path.StartsWith(Name + ".", StringComparison.Ordinal))
            return null;
        var rest = path[Math.Min(path.Length, Name.Length + 1)..];
        // A target may have dots of its own: the longest that fits.
        var row = Rows.Index().Where(row => rest == row.Item.Target || rest.StartsWith(row.Item.Target + ".", StringComparison.Ordinal)).OrderByDescending(row => row.Item.Target.Length).Select(row => (int?)row.Index).FirstOrDefault();
        return row is { } index ? Row(index) : Name;
    }

    public string Row(int index) => $"{Name}[{index}]";

    private static Node.Map? Kept(Node.Map? old, MappingRow row) => old?.Find(row.Target)?.Value is Node.Map kept && MappingRow.Of(NodeParts.Map([(row.Target, kept)])) is [var same] && same == row ? kept : null;
}
