using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Definitions.Forms;

/// <summary>How a member of a definition is typed.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A list of texts, one on each line.</summary>
    Lines,

    /// <summary>A text of many lines.</summary>
    Block,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Some of some words.</summary>
    Several,
}

/// <summary>A field of a form, for one member of a definition.</summary>
/// <param name="Path">The member: <c>keys.jwks</c>. It is the field's name too.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Kind">How it is typed.</param>
/// <param name="Help">One sentence on what it does.</param>
public sealed partial record FormField(string Path, string Label, FieldKind Kind, string? Help = null)
{
    /// <summary>What is shown while it is empty: what holds then.</summary>
    public string? Placeholder { get; init; }

    /// <summary>What can be chosen, and what each is called.</summary>
    public ImmutableArray<(string Value, string Title)> Options { get; init; } = [];

    /// <summary>What a flag is where the definition says nothing.</summary>
    public bool Otherwise { get; init; }

    /// <summary>The word of a choice that means the same as saying nothing.</summary>
    public string? Usual { get; init; }

    /// <summary>Whether it cannot be left empty.</summary>
    public bool Required { get; init; }

    /// <summary>How one item of a list is written on its line, where it is more than a text.</summary>
    public (Func<Node, string> Write, Func<string, Node> Read) Item { get; init; } = (node => (node as Node.Scalar)?.Text ?? NodeJson.Write(node), NodeParts.Text);

    public string Id => "field-" + Path.Replace('.', '-');

    /// <summary>What the field shows of a definition.</summary>
    public ImmutableArray<string> Write(Node.Map definition) => (Kind, definition.At(Path)) switch
    {
        (FieldKind.Flag, _) => definition.FlagAt(Path, Otherwise) ? ["true"] : [],
        (_, null) => [],
        (FieldKind.Choice, Node.Scalar scalar) when scalar.Text == Usual => [],
        (FieldKind.Several, Node.List list) => [.. list.Items.Select(Item.Write)],
        (_, Node.List list) => [string.Join('\n', list.Items.Select(Item.Write))],
        (_, var node) => [Item.Write(node)],
    };

    /// <summary>The definition with what was typed, or as it was where that says the same.</summary>
    public Node.Map Read(Node.Map definition, ImmutableArray<string> typed)
    {
        typed = [.. typed.Select(text => text.ReplaceLineEndings("\n"))];
        if (Same(typed, [.. Write(definition).Select(text => text.ReplaceLineEndings("\n"))]))
            return definition;
        return definition.With(Path, Kind == FieldKind.Flag ? NodeParts.Flag(typed is ["true"]) : Parse(typed));
    }

    // Which of some words are chosen has no order.
    private bool Same(ImmutableArray<string> typed, ImmutableArray<string> written) => Kind == FieldKind.Several
        ? typed.ToHashSet(StringComparer.Ordinal).SetEquals(written)
        : string.Concat(typed) == string.Concat(written);

    private Node? Parse(ImmutableArray<string> typed)
    {
        var text = string.Join('\n', typed).Trim();
        return (Kind, text) switch
        {
            (_, "") => null,
            (FieldKind.Lines or FieldKind.Several, _) => NodeParts.List(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Item.Read)),
            (FieldKind.Number, _) when Whole().IsMatch(text) => new Node.Scalar(text, ScalarType.Number, 0),
            _ => NodeParts.Text(text),
        };
    }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,9})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();
}
