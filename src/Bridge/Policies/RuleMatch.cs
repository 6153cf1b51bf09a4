using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Policies;

/// <summary>What a shadow rule would have made of a job, had it been in force.</summary>
public enum ShadowEffect
{
    /// <summary>What came of the job without it.</summary>
    Nothing,

    /// <summary>It would have let in a job that the rules keep out.</summary>
    WouldHaveGranted,

    /// <summary>It would have kept out a job that the rules let in.</summary>
    WouldHaveRefused,
}

/// <summary>Which rule decided on a job, and which shadow rules would have. No rule means no.</summary>
/// <param name="Rule">The first rule that matched, or null where none did.</param>
/// <param name="Shadows">The shadow rules that matched before it.</param>
/// <param name="Refused">Why the job may not go on; null where <paramref name="Rule"/> allows it.</param>
public sealed record RuleMatch(Rule? Rule, ImmutableArray<Rule> Shadows, Refused? Refused)
{
    /// <summary>What one of <see cref="Shadows"/> would have made of the job, had it alone been in force: it stands before what decided.</summary>
    public ShadowEffect Effect(Rule shadow) => (shadow.Effect, Refused) switch
    {
        (RuleEffect.Deny, null) => ShadowEffect.WouldHaveRefused,
        (RuleEffect.Allow, not null) => ShadowEffect.WouldHaveGranted,
        _ => ShadowEffect.Nothing,
    };

    /// <summary>Tries <paramref name="rules"/> in their order; the first match decides.</summary>
    public static RuleMatch Of(ImmutableArray<Rule> rules, JobFacts facts)
    {
        var shadows = ImmutableArray<Rule>.Empty;
        var matchedButForFork = false;
        foreach (var rule in rules)
        {
            if (!rule.Holds(facts))
                continue;
            if (!Tried(rule, facts))
                matchedButForFork |= !rule.Shadow;
            else if (rule.Shadow)
                shadows = shadows.Add(rule);
            else
                return new RuleMatch(rule, shadows, rule.Effect == RuleEffect.Allow ? null : new Refused(Reason.RuleDenied, rule.Id));
        }

        return new RuleMatch(null, shadows, matchedButForFork ? ForkRefused(facts) : NearestMiss(rules, facts));
    }

    private static Refused ForkRefused(JobFacts facts) =>
        facts.JobProjectId is { } running
            ? new Refused(Reason.ForkNotAllowed, facts.ForkSign, facts.ProjectId, running)
            : new Refused(Reason.ForkAssumed, facts.ForkSign, Actual: facts.Claims.Text(facts.ForkSign!));

    // An allow rule that doesn't say forks: allow is not there for the job of a fork.
    private static bool Tried(Rule rule, JobFacts facts) => rule.Effect == RuleEffect.Deny || rule.Forks || !facts.Fork;

    // Of the rule with the fewest failed conditions, the first on a tie; a fork is told only of rules that would take it.
    private static Refused NearestMiss(ImmutableArray<Rule> rules, JobFacts facts)
    {
        var allowing = rules.Where(rule => rule is { Effect: RuleEffect.Allow, Shadow: false }).ToList();
        var nearest = allowing
            .Where(rule => Tried(rule, facts))
            .MinBy(rule => rule.Conditions.Count(condition => !condition.Holds(facts)));
        if (nearest is null)
            return allowing.Count > 0 ? ForkRefused(facts) : new Refused(Reason.NoRuleMatched, "an allow rule", "configured", "missing");
        var failed = nearest.Conditions.First(condition => !condition.Holds(facts));
        return new Refused(Reason.NoRuleMatched, failed.Claim, failed.Expectation, failed.Actual(facts));
    }
}
