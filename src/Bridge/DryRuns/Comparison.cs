using System.Collections.Immutable;
using Bridge.Exchange;

namespace Bridge.DryRuns;

/// <summary>What a request comes to under the configuration in force, and under a draft where there is one.</summary>
/// <param name="InForce">Every check, the decision and the claims, as things are.</param>
/// <param name="Draft">The same under the draft, or null.</param>
/// <param name="Assumed">Whether a record does not say what was asked for, so that the relying party it named is taken for all of it.</param>
public sealed record Comparison(Explanation InForce, Explanation? Draft, bool Assumed = false)
{
    /// <summary>Each check with what it found on both sides, in order; null where a side did not come to it.</summary>
    public ImmutableArray<(Check Check, CheckOutcome? InForce, CheckOutcome? Draft)> Checks =>
        [.. Enum.GetValues<Check>().SelectMany(check => Pairs(check, Of(InForce, check), Of(Draft, check)))];

    /// <summary>The claims that differ; all of them where one side grants and the other refuses.</summary>
    public ImmutableArray<ClaimChange> Claims => Draft is null ? [] : ClaimChange.Between(InForce.Claims, Draft.Claims);

    /// <summary>Whether the draft changes who gets what.</summary>
    public bool Changes => Draft is { } draft && (InForce.Refused?.Reason != draft.Refused?.Reason || !Claims.IsEmpty);

    private static List<CheckOutcome> Of(Explanation? side, Check check) => side is null ? [] : [.. side.Trail.Outcomes.Where(outcome => outcome.Check == check)];

    // The subject is checked twice: which template counts, and what it renders.
    private static IEnumerable<(Check, CheckOutcome?, CheckOutcome?)> Pairs(Check check, List<CheckOutcome> inForce, List<CheckOutcome> draft) =>
        Enumerable.Range(0, Math.Max(1, Math.Max(inForce.Count, draft.Count))).Select(i => (check, inForce.ElementAtOrDefault(i), draft.ElementAtOrDefault(i)));
}
