using System.Collections.Immutable;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Definitions.Forms;

/// <summary>Fields that belong together, under a title.</summary>
/// <param name="Title">The title.</param>
/// <param name="Fields">The fields.</param>
/// <param name="Text">A sentence below the title.</param>
/// <param name="Folded">Whether it opens only on demand: what most leave as it is.</param>
public sealed record FormGroup(string Title, ImmutableArray<FormField> Fields, string? Text = null, bool Folded = false);

/// <summary>A field with what it shows.</summary>
public sealed record ShownField(FormField Field, ImmutableArray<string> Values)
{
    public string Value => Values is [var one] ? one : "";
}

/// <summary>
/// A form over a definition: it shows some members of it and changes those that were typed anew. What it does not show stays as
/// it is, and so does what it shows and nobody touched, to the last character.
/// </summary>
public sealed class DefinitionForm
{
    private readonly IFormCollection? typed;
    private readonly Node.Map shown;

    private DefinitionForm(ImmutableArray<FormGroup> groups, Node.Map shown, IFormCollection? typed) => (Groups, this.shown, this.typed) = (groups, shown, typed);

    public ImmutableArray<FormGroup> Groups { get; }

    private IEnumerable<FormField> Fields => Groups.SelectMany(group => group.Fields);

    /// <summary>The form as it opens.</summary>
    public static DefinitionForm Of(ImmutableArray<FormGroup> groups, Node.Map definition) => new(groups, definition, null);

    /// <summary>The form as it was sent.</summary>
    public static DefinitionForm Sent(ImmutableArray<FormGroup> groups, IFormCollection typed) => new(groups, new Node.Map([], 0), typed);

    /// <summary>A field and what stands in it.</summary>
    public ShownField Show(FormField field) => new(field, typed is null ? field.Write(shown) : Typed(field));

    /// <summary>The definition with all that was typed.</summary>
    public Node.Map Read(Node.Map definition) => Fields.Aggregate(definition, (read, field) => field.Read(read, Typed(field)));

    /// <summary>The field that a mistake at a path stands beside; null for the head of the form.</summary>
    public string? FieldOf(string path) =>
        Fields.Where(field => path == field.Path || path.StartsWith(field.Path + ".", StringComparison.Ordinal) || path.StartsWith(field.Path + "[", StringComparison.Ordinal)).MaxBy(field => field.Path.Length)?.Path
        ?? Fields.FirstOrDefault(field => field.Path.StartsWith(path + ".", StringComparison.Ordinal))?.Path;

    private ImmutableArray<string> Typed(FormField field) => [.. typed![field.Path].OfType<string>()];
}
