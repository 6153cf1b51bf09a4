using System.Collections.Immutable;
using Bridge.Configuration.Reading;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads the rules of a relying party, in their order.</summary>
internal sealed class RuleReader(CompilerRun run)
{
    // Each job is judged by them in turn, and whoever may write rules must not be able to make every exchange slow.
    private const int MostRules = 1000;

    private static readonly string[] OfAllow = ["forks", "lifetime", "scopes"];

    /// <summary>The rules that are not switched off; <paramref name="scopes"/> are the relying party's.</summary>
    public ImmutableArray<Rule> Read(MapReader party, ImmutableArray<string> scopes)
    {
        var rules = ImmutableArray.CreateBuilder<Rule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var map in party.Maps("rules"))
        {
            var enabled = map.Flag("enabled", true);
            var rule = Rule(map, scopes);
            map.Done();
            if (rule.Id.Length > 0 && !ids.Add(rule.Id))
                map.Mistake("id", $"{rule.Id} stands twice among these rules");
            if (enabled)
                rules.Add(rule);
        }

        if (ids.Count > MostRules)
            party.Mistake("rules", $"are more than {MostRules}");
        return rules.ToImmutable();
    }

    private Rule Rule(MapReader map, ImmutableArray<string> scopes)
    {
        if (!map.Has("effect"))
            map.Mistake("effect", "is missing: allow or deny");
        var rule = new Rule
        {
            Id = map.Id() ?? "",
            Effect = map.OneOf("effect", RuleEffect.Deny, ("allow", RuleEffect.Allow), ("deny", RuleEffect.Deny)),
            Shadow = map.Flag("shadow", false),
            Forks = map.OneOf("forks", false, ("allow", true), ("refuse", false)),
            Conditions = ConditionReader.Read(map, "when"),
            Lifetime = map.Duration("lifetime", RelyingParty.ShortestLifetime, run.LongestLifetime),
            Scopes = map.Texts("scopes", empty: true),
        };
        Everyone(map);
        if (rule.Scopes?.FirstOrDefault(scope => !scopes.Contains(scope)) is { } foreign)
            map.Mistake("scopes", $"{foreign} is none of the relying party's scopes");
        if (rule.Effect == RuleEffect.Deny && map.Take("effect") is Node.Scalar { Text: "deny" })
            foreach (var name in OfAllow.Where(map.Has))
                map.Mistake(name, name == "forks" ? "is for allow rules: a deny rule always holds for forks too" : "is for allow rules: a deny rule gives nothing");
        return rule;
    }

    private static void Everyone(MapReader map)
    {
        var everyone = map.Flag("everyone", false);
        var conditions = map.Take("when") is Node.Map { Members.IsEmpty: false };
        if (everyone && conditions)
            map.Mistake("everyone", "cannot stand beside conditions");
        else if (!everyone && !conditions && map.Take("when") is null or Node.Map)
            map.Mistake("when", "is missing: without conditions the rule is for everyone, and must say everyone: true");
    }
}
