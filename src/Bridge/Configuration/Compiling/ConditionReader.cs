using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration.Linting;
using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>
/// Reads conditions: a map from claim to a text (equals), a list of texts (one of), or a map of tests that must all hold.
/// </summary>
internal static class ConditionReader
{
    private static readonly string[] Paths =
        ["project_path", "namespace_path", "job_project_path", "job_namespace_path", "source_project_path", "source_namespace_path", "top_level_group"];

    private static readonly string[] PresenceWords = ["present", "absent"];

    /// <summary>The conditions under a name; none where it does not stand there.</summary>
    public static ImmutableArray<Condition> Read(MapReader owner, string name)
    {
        if (owner.Map(name) is not { } map)
            return [];
        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var claim in map.Names.Distinct().ToList())
            conditions.AddRange(Tests(map, claim));
        map.Done();
        return conditions.ToImmutable();
    }

    private static IEnumerable<Condition> Tests(MapReader map, string claim)
    {
        if (!ClaimNames.IsKnown(claim))
            map.Warn(LintRules.UndocumentedClaim.Code, claim, "is no claim that GitLab documents");
        switch (map.Take(claim))
        {
            case Node.Map inner:
                return Operators(new MapReader(inner, map.At(claim), map.Findings), claim);
            case Node.Scalar { Type: ScalarType.Text, Text: "present" or "absent" } word:
                map.Mistake(claim, $"means the text {word.Text}: write {{equals: {word.Text}}} for it, or {{{word.Text}: true}}");
                return [];
            case { } value:
                return Equality(map, claim, claim, value, negated: false);
            default:
                return [];
        }
    }

    private static List<Condition> Operators(MapReader tests, string claim)
    {
        if (!tests.Names.Any())
            tests.Findings.Mistake(tests.Path, "must say what the claim is held against", tests.Line);
        var conditions = new List<Condition>();
        Presence(tests, claim, conditions);
        conditions.AddRange(Comparisons(tests, claim, negated: false));
        if (tests.Take("not") is Node.Map denied)
        {
            var negated = new MapReader(denied, tests.At("not"), tests.Findings);
            foreach (var word in PresenceWords.Where(word => negated.Has(word) && negated.Take(word) is not null))
                negated.Mistake(word, $"takes no not: write {{{(word == "present" ? "absent" : "present")}: true}}");
            if (!negated.Names.Any())
                tests.Mistake("not", "must say what the claim is held against");
            conditions.AddRange(Comparisons(negated, claim, negated: true));
            negated.Done();
        }
        else if (tests.Take("not") is { } value)
        {
            conditions.AddRange(Equality(tests, "not", claim, value, negated: true));
        }

        tests.Done();
        return conditions;
    }

    private static void Presence(MapReader tests, string claim, List<Condition> conditions)
    {
        foreach (var (word, other) in new[] { ("present", "absent"), ("absent", "present") })
        {
            if (tests.Take(word) is null)
                continue;
            if (tests.Flag(word, true))
                conditions.Add(word == "present" ? new Condition.Present(claim) : new Condition.Absent(claim));
            else if (tests.Take(word) is Node.Scalar { Type: ScalarType.Boolean })
                tests.Mistake(word, $"must be true: write {{{other}: true}} for the opposite");
        }

        if (tests.Has("present") && tests.Has("absent"))
            tests.Mistake("absent", "cannot stand beside present");
    }

    private static List<Condition> Comparisons(MapReader tests, string claim, bool negated)
    {
        var conditions = new List<Condition>();
        if (tests.Take("equals") is { } equals)
        {
            if (equals is Node.List)
                tests.Mistake("equals", "must be one text; use one_of for several");
            else
                conditions.AddRange(Equality(tests, "equals", claim, equals, negated));
        }

        if (tests.Take("one_of") is { } oneOf)
        {
            if (oneOf is Node.List)
                conditions.AddRange(Equality(tests, "one_of", claim, oneOf, negated));
            else
                tests.Mistake("one_of", "must be a list");
        }

        if (tests.Text("glob") is { } pattern && ScalarClaim(tests, "glob", claim) && Pattern(tests, claim, pattern) is { } glob)
            conditions.Add(new Condition.Matches(claim, glob, negated));
        if (tests.Text("contains") is { } member && ArrayClaim(tests, claim))
            conditions.Add(new Condition.Contains(claim, member, negated));
        return conditions;
    }

    private static IEnumerable<Condition> Equality(MapReader map, string name, string claim, Node value, bool negated)
    {
        if (!ScalarClaim(map, name, claim))
            return [];
        if (value is Node.List { Items.IsEmpty: true })
            map.Mistake(name, "must have at least one item");
        ImmutableArray<string> values = value switch
        {
            Node.List list => map.TextsOf(list.Items, map.At(name)),
            Node.Scalar { Type: ScalarType.Text, Text: "" } => Empty(map, name),
            _ => map.TextOf(value, map.At(name)) is { } text ? [text] : [],
        };
        return values.IsEmpty ? [] : [new Condition.OneOf(claim, values, negated)];
    }

    private static ImmutableArray<string> Empty(MapReader map, string name)
    {
        map.Mistake(name, "an empty claim equals nothing: write {absent: true}");
        return [];
    }

    private static Glob? Pattern(MapReader tests, string claim, string pattern)
    {
        var glob = Glob.Parse(pattern, out var mistake);
        if (glob is { BeginsWithWildcard: true } && Paths.Contains(claim))
            mistake = "cannot begin with a wildcard on a path: anybody could make a group that matches";
        if (mistake is null)
            return glob;
        tests.Mistake("glob", mistake);
        return null;
    }

    private static bool ScalarClaim(MapReader map, string name, string claim)
    {
        var type = GitLabClaims.Find(claim)?.Type;
        if (type is not (JsonValueKind.Array or JsonValueKind.Object))
            return true;
        map.Mistake(name, claim == "groups_direct" ? "is an array: use {contains: …}" : "is no scalar: only {present: true} and {absent: true} can be asked");
        return false;
    }

    private static bool ArrayClaim(MapReader tests, string claim)
    {
        if (!ClaimNames.IsKnown(claim) || claim is "groups_direct" or "aud")
            return true;
        tests.Mistake("contains", $"is for arrays of texts, which {claim} is not");
        return false;
    }
}
