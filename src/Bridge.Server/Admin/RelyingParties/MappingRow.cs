using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>One mapping of a claim, or of a session tag, as a form has it.</summary>
/// <param name="Target">The claim of the issued token.</param>
/// <param name="Form">How it is filled: <c>from</c>, <c>constant</c>, <c>list</c> or <c>join</c>.</param>
/// <param name="From">The claims that it is made of, one on each line.</param>
/// <param name="Text">The constant, or what stands between what is joined.</param>
/// <param name="Missing">What happens where one of them is missing: <c>omit</c>, or empty for a refusal.</param>
public sealed record MappingRow(string Target, string Form, string From, string Text, string Missing)
{
    public static readonly MappingRow Empty = new("", "from", "", "", "");

    /// <summary>The ways to fill a claim.</summary>
    public static readonly ImmutableArray<(string Word, string Title)> Forms = [("from", "copy of"), ("constant", "always"), ("list", "list of"), ("join", "joined")];

    /// <summary>How it is filled, in words: <c>copy of namespace_path</c>.</summary>
    public string Words => $"{Forms.FirstOrDefault(form => form.Word == Form).Title} {(Form == "constant" ? Text : From.Replace("\n", ", ", StringComparison.Ordinal))}{(Form == "join" ? $" with {Text}" : null)}";

    public bool IsEmpty => Target.Length == 0 && From.Length == 0 && Text.Length == 0;

    /// <summary>The rows that a form sent, without the one that its button drops; a row that is empty is none.</summary>
    public static ImmutableArray<MappingRow> Sent(IFormCollection form, string name)
    {
        string At(string field, int index) => (form[$"{name}.{field}"].ElementAtOrDefault(index) ?? "").ReplaceLineEndings("\n");
        var dropped = form["do"].ToString();
        return [.. form[$"{name}.target"].Select((target, index) => new MappingRow(target?.Trim() ?? "", At("form", index), Lines(At("from", index)), At("text", index), At("missing", index)))
            .Where((row, index) => !row.IsEmpty && dropped != $"drop-{name}-{index}")];
    }

    /// <summary>The rows of the mappings that are written.</summary>
    public static ImmutableArray<MappingRow> Of(Node? mappings) => mappings is Node.Map map ? [.. map.Members.Where(member => member.Value is Node.Map).Select(member => Of(member.Name, (Node.Map)member.Value))] : [];

    /// <summary>The mapping as configuration writes it. What does not belong to its form is written too, for the reader to say so.</summary>
    public Node.Map Write()
    {
        var claims = From.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return NodeParts.Map(
        [
            (Form, Form switch
            {
                "constant" => NodeParts.Text(Text),
                "from" => claims is [var one] ? NodeParts.Text(one) : NodeParts.Texts(claims),
                _ => NodeParts.Texts(claims),
            }),
            ("with", Form == "join" ? NodeParts.Text(Text) : null),
            ("missing", Missing.Length > 0 && Form != "constant" ? NodeParts.Text(Missing) : null),
        ]);
    }

    /// <summary>The row of one mapping.</summary>
    public static MappingRow Of(string target, Node.Map mapping)
    {
        var form = Forms.Select(form => form.Word).FirstOrDefault(word => mapping.Find(word) is not null) ?? "from";
        return new(
            target, form,
            form switch { "constant" => "", "from" => mapping.TextAt("from") ?? "", _ => string.Join('\n', mapping.TextsAt(form)) },
            form == "constant" ? mapping.TextAt("constant") ?? "" : mapping.TextAt("with") ?? "",
            mapping.TextAt("missing") == "omit" ? "omit" : "");
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
