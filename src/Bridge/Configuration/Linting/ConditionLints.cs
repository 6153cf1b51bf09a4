using System.Collections.Immutable;
using Bridge.Policies;

namespace Bridge.Configuration.Linting;

/// <summary>
/// Patterns over a path without an id beside them. The token holds no id of a group above the project's own, so such a pattern
/// trusts whoever has the path. An id in the issuers' mandatory conditions is beside every rule. A deny rule lets nobody in, and
/// enrolled projects are known by their ids.
/// </summary>
internal static class ConditionLints
{
    // Each path with the ids that bind it.
    private static readonly (string Family, string[] Paths, string[] Ids)[] Families =
    [
        ("", ["project_path", "namespace_path", "top_level_group"], ["project_id", "namespace_id"]),
        ("job_", ["job_project_path", "job_namespace_path"], ["job_project_id", "job_namespace_id"]),
        ("source_", ["source_project_path", "source_namespace_path"], ["source_project_id", "source_namespace_id"]),
    ];

    public static IEnumerable<LintFinding> Of(Linted linted) => linted.Issuers.SelectMany(Mandatory)
        .Concat(linted.Parties.Where(party => !party.EnrolledProjects).SelectMany(party => party.Rules
            .Where(rule => rule.Effect == RuleEffect.Allow)
            .SelectMany(rule => Unbound(Beside(rule, linted), rule.Conditions)
                .Select(claim => Finding(claim, new("relying_parties", party.Id, ["rules", $"[{rule.Id}]", "when", claim]))))));

    private static IEnumerable<LintFinding> Mandatory(LintedIssuer issuer) =>
        Unbound(issuer.Mandatory, issuer.Mandatory).Select(claim => Finding(claim, new("issuers", issuer.Issuer.Id, ["mandatory", claim])));

    // The rule's own conditions, and what is mandatory for every issuer whose jobs can come to it.
    private static ImmutableArray<Condition> Beside(Rule rule, Linted linted)
    {
        var named = rule.Conditions.OfType<Condition.OneOf>().FirstOrDefault(condition => condition is { Claim: "issuer", Negated: false })?.Values;
        var issuers = linted.Issuers.Where(issuer => named is null || named.Value.Contains(issuer.Issuer.Id)).ToList();
        var everywhere = issuers.Count == 0 ? [] : issuers[0].Mandatory.Where(condition => issuers.TrueForAll(issuer => issuer.Mandatory.Any(other => IsId(other) && other.Claim == condition.Claim)));
        return [.. rule.Conditions, .. everywhere];
    }

    private static IEnumerable<string> Unbound(ImmutableArray<Condition> beside, ImmutableArray<Condition> conditions) =>
        from condition in conditions.OfType<Condition.Matches>()
        where !condition.Negated && condition.Glob.Pattern.Contains('*', StringComparison.Ordinal)
        from family in Families
        where family.Paths.Contains(condition.Claim) && !beside.Any(other => IsId(other) && family.Ids.Contains(other.Claim))
        group condition by condition.Claim into claims
        select claims.Key;

    private static bool IsId(Condition condition) =>
        condition is Condition.OneOf { Negated: false } && Families.Any(family => family.Ids.Contains(condition.Claim));

    private static LintFinding Finding(string claim, LintPlace place) =>
        new(LintRules.SubtreeWithoutId, place, $"is a pattern over a path with no id beside it: who takes over a group that {claim} matches is let in with all below it");
}
