using System.Collections.Immutable;

namespace Bridge.Configuration.Linting;

/// <summary>Something that the linter found.</summary>
/// <param name="Rule">What it is.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Message">The case at hand.</param>
internal sealed record LintFinding(LintRule Rule, LintPlace Place, string Message);

/// <summary>A place within one defined thing: <c>relying_parties[deploy].rules[main].when.ref</c>.</summary>
/// <param name="Section">The section's name in files.</param>
/// <param name="Id">The thing's id.</param>
/// <param name="Steps">The way from the thing: names, and <c>[id]</c> or <c>[number]</c> within lists.</param>
internal sealed record LintPlace(string Section, string Id, ImmutableArray<string> Steps)
{
    public string Path => $"{Section}[{Id}]{string.Concat(Steps.Select(step => step.StartsWith('[') ? step : "." + step))}";

    /// <summary>A place within sub components.</summary>
    public static LintPlace Template(string id, string member, int? item = null) =>
        new("sub_components", id, item is null ? [member] : [member, $"[{item}]"]);

    /// <summary>The line in <paramref name="thing"/>, or of the last step that stands there; 0 where it came from no file.</summary>
    public int Line(Node.Map? thing)
    {
        Node? at = thing;
        var line = thing?.Line ?? 0;
        foreach (var step in Steps)
        {
            (at, var found) = Inside(at, step.Trim('[', ']'));
            if (at is null)
                break;
            line = found;
        }

        return line;
    }

    private static (Node? Node, int Line) Inside(Node? node, string step)
    {
        if (node is Node.Map map && map.Find(step) is { } member)
            return (member.Value, member.Line);
        if (node is not Node.List list)
            return default;
        var item = list.Items.FirstOrDefault(item => item is Node.Map inner && inner.Find("id")?.Value is Node.Scalar id && id.Text == step)
            ?? (int.TryParse(step, out var index) ? list.Items.ElementAtOrDefault(index) : null);
        return (item, item?.Line ?? 0);
    }
}
