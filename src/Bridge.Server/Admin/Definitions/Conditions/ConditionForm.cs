using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.Definitions.Conditions;

/// <summary>Conditions as a form edits them: rows of claim, test and values, under the name of their member.</summary>
/// <param name="Name">The member of the definition, and what the form's fields begin with: <c>when</c>.</param>
/// <param name="Rows">The rows.</param>
public sealed record ConditionForm(string Name, ImmutableArray<ConditionRow> Rows)
{
    /// <summary>The claims that a condition may read without a doubt, derived facts first.</summary>
    public static readonly ImmutableArray<string> Claims = [.. JobFacts.Derived, .. GitLabClaims.All.Select(claim => claim.Name).Order(StringComparer.Ordinal)];

    /// <summary>Whether somebody may change them.</summary>
    public bool Writable { get; init; } = true;

    public static ConditionForm Of(string name, Node.Map definition) => new(name, ConditionRow.Of(definition.At(name)));

    public static ConditionForm Sent(string name, IFormCollection form) => new(name, ConditionRow.Sent(form, name));

    /// <summary>The definition with these conditions, or as it was where they say the same. What cannot be written is told, by the row's number.</summary>
    public Node.Map Read(Node.Map definition, Action<int, string> mistake)
    {
        if (Rows.SequenceEqual(ConditionRow.Of(definition.At(Name))))
            return definition;
        var members = new OrderedDictionary<string, Node>(StringComparer.Ordinal);
        foreach (var group in Rows.Index().GroupBy(row => row.Item.Claim, StringComparer.Ordinal))
            members.Add(group.Key, Claim([.. group], mistake));
        return definition.With(Name, members.Count == 0 ? null : NodeParts.Map(members.Select(member => (member.Key, (Node?)member.Value))));
    }

    /// <summary>The form's field for a path within the definition; null where the path is of no condition.</summary>
    public string? FieldOf(string path)
    {
        if (path != Name && !path.StartsWith(Name + ".", StringComparison.Ordinal))
            return null;
        var rest = path[Math.Min(path.Length, Name.Length + 1)..];
        var row = Rows.Index().Where(row => rest == row.Item.Claim || rest.StartsWith(row.Item.Claim + ".", StringComparison.Ordinal) || rest.StartsWith(row.Item.Claim + "[", StringComparison.Ordinal)).Select(row => (int?)row.Index).FirstOrDefault();
        return row is { } index ? Row(index) : Name;
    }

    public string Row(int index) => $"{Name}[{index}]";

    private static Node Claim(ImmutableArray<(int Index, ConditionRow Row)> rows, Action<int, string> mistake)
    {
        var (tests, negated) = (new OrderedDictionary<string, Node>(StringComparer.Ordinal), new OrderedDictionary<string, Node>(StringComparer.Ordinal));
        foreach (var (index, row) in rows)
        {
            if (ConditionTest.Find(row.Test) is not { } test)
            {
                mistake(index, "choose how the claim is held against the value");
                continue;
            }

            if (row.Claim.Length == 0)
                mistake(index, "name the claim");
            else if (test.TakesValue && row.Lines.IsEmpty)
                mistake(index, "say what the claim is held against");
            else if (test.Key is "glob" or "contains" && row.Lines.Length > 1)
                mistake(index, $"{test.Title} takes one value");
            else if (!(test.Negated ? negated : tests).TryAdd(test.Key == "equals" && row.Lines.Length > 1 ? "one_of" : test.Key, Value(test, row)))
                mistake(index, $"there is another condition that says what {row.Claim} {test.Title}: put the values there, one on each line");
        }

        return Short(tests, negated);
    }

    private static Node Value(ConditionTest test, ConditionRow row) =>
        !test.TakesValue ? NodeParts.Flag(true) : row.Lines is [var one] ? NodeParts.Text(one) : NodeParts.Texts(row.Lines);

    // The short form where it says the same: a text is equality, a list one of several.
    private static Node Short(OrderedDictionary<string, Node> tests, OrderedDictionary<string, Node> negated)
    {
        if (negated.Count > 0)
            tests.Add("not", Short(negated, []));
        return tests.Count == 1 && tests.GetAt(0) is { Key: "equals" or "one_of", Value: not Node.Scalar { Text: "present" or "absent" } and var value }
            ? value
            : NodeParts.Map(tests.Select(test => (test.Key, (Node?)test.Value)));
    }
}
