using System.Collections.Immutable;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Definitions.Conditions;

/// <summary>One condition as a form has it: a claim, how it is held against something, and what.</summary>
/// <param name="Claim">The claim or derived fact.</param>
/// <param name="Test">The word of a <see cref="ConditionTest"/>.</param>
/// <param name="Values">What it is held against, one on each line.</param>
public sealed record ConditionRow(string Claim, string Test, string Values)
{
    public static readonly ConditionRow Empty = new("", "is", "");

    public bool IsEmpty => Claim.Length == 0 && Values.Length == 0;

    public ImmutableArray<string> Lines => [.. Values.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The condition as people say it: <c>ref is main or release</c>.</summary>
    public string Words => ConditionTest.Find(Test) is { TakesValue: true } test ? $"{Claim} {test.Title} {string.Join(" or ", Lines)}" : $"{Claim} {ConditionTest.Find(Test)?.Title}";

    /// <summary>The rows that a form sent, without the one that its button drops; a row that is empty is none.</summary>
    public static ImmutableArray<ConditionRow> Sent(IFormCollection form, string name)
    {
        var (claims, tests, values) = (form[$"{name}.claim"], form[$"{name}.test"], form[$"{name}.values"]);
        var dropped = form["do"].ToString();
        return [.. claims.Select((claim, index) => new ConditionRow(claim?.Trim() ?? "", tests.ElementAtOrDefault(index) ?? "is", (values.ElementAtOrDefault(index) ?? "").ReplaceLineEndings("\n"))).Where((row, index) => !row.IsEmpty && dropped != $"drop-{index}")];
    }

    /// <summary>The rows of the conditions that are written.</summary>
    public static ImmutableArray<ConditionRow> Of(Node? conditions) => conditions is not Node.Map map ? [] : [.. map.Members.SelectMany(member => Of(member.Name, member.Value, negated: false))];

    private static IEnumerable<ConditionRow> Of(string claim, Node value, bool negated) => value switch
    {
        Node.Map tests => tests.Members.SelectMany(test => test.Name switch
        {
            "not" => Of(claim, test.Value, negated: true),
            "equals" or "one_of" => [new(claim, negated ? "is_not" : "is", Text(test.Value))],
            _ => [new ConditionRow(claim, negated ? $"not_{test.Name}" : test.Name, test.Name is "present" or "absent" ? "" : Text(test.Value))],
        }),
        _ => [new(claim, negated ? "is_not" : "is", Text(value))],
    };

    private static string Text(Node node) => node is Node.List list ? string.Join('\n', list.Items.OfType<Node.Scalar>().Select(item => item.Text)) : ((Node.Scalar)node).Text;
}

/// <summary>A way to hold a claim against something.</summary>
/// <param name="Word">Its name in a form.</param>
/// <param name="Title">What people read.</param>
/// <param name="Key">The key that configuration has for it.</param>
/// <param name="Negated">Whether it stands under <c>not</c>.</param>
public sealed record ConditionTest(string Word, string Title, string Key, bool Negated = false)
{
    public static readonly ImmutableArray<ConditionTest> All =
    [
        new("is", "is", "equals"),
        new("is_not", "is not", "equals", Negated: true),
        new("glob", "matches", "glob"),
        new("not_glob", "does not match", "glob", Negated: true),
        new("contains", "contains", "contains"),
        new("not_contains", "does not contain", "contains", Negated: true),
        new("present", "is present", "present"),
        new("absent", "is absent", "absent"),
    ];

    public bool TakesValue => Key is not ("present" or "absent");

    public static ConditionTest? Find(string word) => All.FirstOrDefault(test => test.Word == word);
}
