using System.Collections.Immutable;
using Bridge.GitLab;
using Bridge.Policies;
using Bridge.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Bridge.Tests.Policies;

/// <summary>What holds of all conditions and all lists of rules.</summary>
public sealed class PolicyPropertyTests
{
    private static readonly string[] Blank = ["\"@absent\"", "null", "\"\"", "[]"];
    private static readonly string[] Scalars = ["\"1\"", "\"12\"", "\" \"", "\"1\\n\"", "\"null\"", "1", "1.0", "10e-1", "-0", "true", "false", "12345678901234567890"];
    private static readonly string[] Arrays = ["[\"1\"]", "[\"2\",\"1\"]", "[\"\"]", "[\"x\"]"];
    private static readonly string[] Neither = ["{}", "{\"1\":\"1\"}", "[1]", "[null]", "[\"1\",2]", "[[\"1\"]]", "1.5", "1e999"];

    private static readonly Arbitrary<JobFacts> Jobs = Gen.Elements<string>([.. Blank, .. Scalars, .. Arrays, .. Neither])
        .Two().Select(values => Policies.Jobs.Of($$"""{"c": {{values.Item1}}, "d": {{values.Item2}}}"""))
        .ToArbitrary();

    private static readonly string[] Texts = ["1", "12", "2", " ", "1\n", "true", "null", "", "x"];

    private static readonly Dictionary<string, Glob> Globs = Texts.ToDictionary(text => text, text => Glob.Parse(text + "*", out _)!, StringComparer.Ordinal);

    private static readonly Gen<string> Text = Gen.Elements(Texts);

    private static readonly Gen<Condition> Conditions = from claim in Gen.Elements("c", "d")
                                                        from text in Text
                                                        from other in Text
                                                        from negated in Gen.Elements(true, false)
                                                        from condition in Gen.Elements<Condition>(
                                                            new Condition.Present(claim),
                                                            new Condition.Absent(claim),
                                                            new Condition.OneOf(claim, [text, other], negated),
                                                            new Condition.Matches(claim, Globs[text], negated),
                                                            new Condition.Contains(claim, text, negated))
                                                        select condition;

    private static readonly Gen<Rule> Rules = from effect in Gen.Elements(RuleEffect.Allow, RuleEffect.Deny)
                                              from shadow in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
                                              from forks in Gen.Elements(true, false)
                                              from conditions in Conditions.ArrayOf(2)
                                              from number in Gen.Choose(1, 1000)
                                              select new Rule { Id = $"r{number}", Effect = effect, Shadow = shadow, Forks = forks, Conditions = [.. conditions], Lifetime = null, Scopes = null };

    private static readonly Arbitrary<ImmutableArray<Rule>> Lists = Rules.ListOf().Resize(8).Select(rules => rules.ToImmutableArray()).ToArbitrary();

    // A job of its own project, and one that is a fork's.
    private static readonly Arbitrary<JobFacts> AllJobs = Gen.OneOf(Jobs.Generator, Gen.Constant(Policies.Jobs.OfFork()), Gen.Constant(Policies.Jobs.OfOldFork())).ToArbitrary();

    private static Config Thorough => Cases.Of(1000);

    [Fact]
    public void A_condition_and_its_not_never_both_hold() => Prop.ForAll(Conditions.ToArbitrary(), Jobs, (condition, job) =>
        Not(condition) is not { } not || !(condition.Holds(job) && not.Holds(job))).Check(Thorough);

    [Fact]
    public void On_a_blank_claim_and_on_one_of_the_wrong_shape_both_are_false() => Prop.ForAll(Conditions.ToArbitrary(), Jobs, (condition, job) =>
        Not(condition) is not { } not || (condition.Holds(job) || not.Holds(job)) == RightShape(condition, job)).Check(Thorough);

    [Fact]
    public void A_claim_is_either_present_or_absent() => Prop.ForAll(Jobs, job =>
        new Condition.Present("c").Holds(job) != new Condition.Absent("c").Holds(job)).Check(Thorough);

    [Fact]
    public void The_first_match_decides() => Prop.ForAll(Lists, AllJobs, (rules, job) =>
        RuleMatch.Of(rules, job).Rule == rules.Where(rule => !rule.Shadow).FirstOrDefault(rule => Matches(rule, job))).Check(Thorough);

    [Fact]
    public void Only_an_allow_rule_lets_anybody_in() => Prop.ForAll(Lists, AllJobs, (rules, job) =>
        (RuleMatch.Of(rules, job).Refused is null) == (RuleMatch.Of(rules, job).Rule is { Effect: RuleEffect.Allow })).Check(Thorough);

    [Fact]
    public void A_deny_rule_wherever_it_is_put_never_grants_more() => Prop.ForAll(Lists, Rules.ToArbitrary(), AllJobs, (rules, rule, job) =>
        Enumerable.Range(0, rules.Length + 1).All(place =>
            !Grants(rules.Insert(place, rule with { Effect = RuleEffect.Deny }), job) || Grants(rules, job))).Check(Thorough);

    [Fact]
    public void A_further_condition_in_an_allow_rule_never_grants_more_to_a_list_of_allow_rules() => Prop.ForAll(Lists, Conditions.ToArbitrary(), AllJobs, (rules, condition, job) =>
    {
        var allowing = rules.Select(rule => rule with { Effect = RuleEffect.Allow }).ToImmutableArray();
        var tighter = allowing.Select(rule => rule with { Conditions = rule.Conditions.Add(condition) }).ToImmutableArray();
        return !Grants(tighter, job) || Grants(allowing, job);
    }).Check(Thorough);

    [Fact]
    public void Shadow_rules_decide_nothing() => Prop.ForAll(Lists, AllJobs, (rules, job) =>
    {
        var live = RuleMatch.Of([.. rules.Where(rule => !rule.Shadow)], job);
        var match = RuleMatch.Of(rules, job);
        return match.Rule == live.Rule && match.Refused == live.Refused && live.Shadows.IsEmpty;
    }).Check(Thorough);

    [Fact]
    public void What_a_shadow_rule_tells_is_what_it_does_in_force() => Prop.ForAll(Lists, AllJobs, (rules, job) =>
    {
        var match = RuleMatch.Of(rules, job);
        return match.Shadows.All(shadow =>
        {
            var place = rules.IndexOf(shadow);
            var live = RuleMatch.Of(rules.SetItem(place, shadow with { Shadow = false }), job);
            var changed = (match.Refused is null, live.Refused is null) switch { (true, false) => ShadowEffect.WouldHaveRefused, (false, true) => ShadowEffect.WouldHaveGranted, _ => ShadowEffect.Nothing };
            return match.Effect(shadow) == changed;
        });
    }).Check(Thorough);

    [Fact]
    public void A_shadow_rule_that_is_not_told_would_have_changed_nothing() => Prop.ForAll(Lists, AllJobs, (rules, job) =>
    {
        var match = RuleMatch.Of(rules, job);
        return rules.Where(rule => rule.Shadow && !match.Shadows.Contains(rule)).All(untold =>
            (RuleMatch.Of(rules.SetItem(rules.IndexOf(untold), untold with { Shadow = false }), job).Refused is null) == (match.Refused is null));
    }).Check(Thorough);

    [Fact]
    public void A_forks_job_is_let_in_only_by_a_rule_that_names_forks() => Prop.ForAll(Lists, rules =>
        RuleMatch.Of(rules, Policies.Jobs.OfFork()) is not { Refused: null, Rule.Forks: false }).Check(Thorough);

    private static bool Grants(ImmutableArray<Rule> rules, JobFacts job) => RuleMatch.Of(rules, job).Refused is null;

    private static bool Matches(Rule rule, JobFacts job) =>
        rule.Conditions.All(condition => condition.Holds(job)) && (rule.Effect == RuleEffect.Deny || rule.Forks || !job.Fork);

    private static Condition? Not(Condition condition) => condition switch
    {
        Condition.OneOf one => one with { Negated = !one.Negated },
        Condition.Matches matches => matches with { Negated = !matches.Negated },
        Condition.Contains contains => contains with { Negated = !contains.Negated },
        _ => null,
    };

    private static bool RightShape(Condition condition, JobFacts job)
    {
        if (!job.Claims.Find(condition.Claim, out var json))
            return false;
        return Array.IndexOf(condition is Condition.Contains ? Arrays : Scalars, json.GetRawText()) >= 0;
    }
}
