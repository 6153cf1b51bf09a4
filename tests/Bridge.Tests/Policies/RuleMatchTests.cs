using System.Collections.Immutable;
using Bridge.Policies;
using Bridge.Refusals;
using Xunit;

namespace Bridge.Tests.Policies;

public sealed class RuleMatchTests
{
    private static readonly Condition Main = new Condition.OneOf("ref", ["main"], false);
    private static readonly Condition Tag = new Condition.OneOf("ref_type", ["tag"], false);
    private static readonly Condition Production = new Condition.OneOf("environment", ["production"], false);

    [Fact]
    public void Without_a_rule_the_answer_is_no() =>
        Assert.Equal(new Refused(Reason.NoRuleMatched, "an allow rule", "configured", "missing"), RuleMatch.Of([], Jobs.Of()).Refused);

    [Fact]
    public void The_first_match_decides()
    {
        Assert.Equal("a", Allowed([Allow("no", Tag), Allow("a", Main), Deny("b"), Allow("c")]));
        Assert.Equal(new Refused(Reason.RuleDenied, "b"), RuleMatch.Of([Deny("b", Main), Allow("c")], Jobs.Of()).Refused);
        Assert.Equal("b", RuleMatch.Of([Deny("b", Main), Allow("c")], Jobs.Of()).Rule!.Id);
    }

    [Fact]
    public void A_shadow_rule_is_noted_and_passed_over()
    {
        var match = RuleMatch.Of([Deny("s1") with { Shadow = true }, Allow("s2", Tag) with { Shadow = true }, Allow("s3", Main) with { Shadow = true }, Allow("a"), Deny("s4") with { Shadow = true }], Jobs.Of());
        Assert.Equal(("a", null), (match.Rule!.Id, match.Refused));
        Assert.Equal(["s1", "s3"], match.Shadows.Select(rule => rule.Id));
    }

    [Theory]
    [InlineData("allow", "deny", "WouldHaveRefused")]
    [InlineData("allow", "allow", "Nothing")]
    [InlineData("deny", "deny", "Nothing")]
    [InlineData("deny", "allow", "WouldHaveGranted")]
    [InlineData("none", "deny", "Nothing")]
    [InlineData("none", "allow", "WouldHaveGranted")]
    public void A_shadow_rule_tells_what_it_would_have_changed(string decides, string shadow, string effect)
    {
        var rule = (shadow == "allow" ? Allow("s") : Deny("s")) with { Shadow = true };
        ImmutableArray<Rule> rules = decides switch { "allow" => [rule, Allow("r")], "deny" => [rule, Deny("r")], _ => [rule, Allow("r", Tag)] };
        var match = RuleMatch.Of(rules, Jobs.Of());
        Assert.Equal(effect, match.Effect(Assert.Single(match.Shadows)).ToString());
        // What it tells is what happens when it is put into force.
        var live = RuleMatch.Of([rule with { Shadow = false }, .. rules[1..]], Jobs.Of());
        Assert.Equal(effect, (match.Refused, live.Refused) switch { (null, not null) => "WouldHaveRefused", (not null, null) => "WouldHaveGranted", _ => "Nothing" });
    }

    [Fact]
    public void A_shadow_rule_alone_lets_nobody_in()
    {
        var match = RuleMatch.Of([Allow("s", Main) with { Shadow = true }], Jobs.Of());
        Assert.Null(match.Rule);
        Assert.Equal(Reason.NoRuleMatched, match.Refused!.Reason);
    }

    [Fact]
    public void A_forks_job_is_let_in_only_where_a_rule_says_so()
    {
        Assert.Equal(new Refused(Reason.ForkNotAllowed, "job_project_id", Jobs.OfFork().ProjectId, "20"), RuleMatch.Of([Allow("a")], Jobs.OfFork()).Refused);
        Assert.Equal("b", RuleMatch.Of([Allow("a"), Allow("b") with { Forks = true }], Jobs.OfFork()).Rule!.Id);
        Assert.Equal(new Refused(Reason.RuleDenied, "d"), RuleMatch.Of([Deny("d"), Allow("b") with { Forks = true }], Jobs.OfFork()).Refused);
        Assert.Equal(new Refused(Reason.RuleDenied, "d"), RuleMatch.Of([Allow("a"), Deny("d")], Jobs.OfFork()).Refused);
    }

    [Fact]
    public void A_job_that_only_counts_as_a_forks_is_told_the_cure()
    {
        var refused = RuleMatch.Of([Allow("a")], Jobs.OfOldFork()).Refused!;
        Assert.Equal(new Refused(Reason.ForkAssumed, "pipeline_source", Actual: "merge_request_event"), refused);
        Assert.Contains("set fork_pipelines: never on the issuer", RefusalAnswer.To(refused, Visibility.Exact).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shadow_rule_keeps_nobody_out_for_being_a_fork()
    {
        var match = RuleMatch.Of([Allow("s") with { Shadow = true }, Allow("b", Tag) with { Forks = true }], Jobs.OfFork());
        Assert.Empty(match.Shadows);
        Assert.Equal(new Refused(Reason.NoRuleMatched, "ref_type", "tag", "branch"), match.Refused);
    }

    [Fact]
    public void The_nearest_rule_is_the_one_with_the_fewest_failed_conditions()
    {
        ImmutableArray<Rule> rules = [Allow("a", Production, Tag), Allow("b", Main, Tag), Allow("c", Main, Production), Deny("d", Production)];
        Assert.Equal(new Refused(Reason.NoRuleMatched, "ref_type", "tag", "branch"), RuleMatch.Of(rules, Jobs.Of()).Refused);
    }

    [Fact]
    public void Of_a_claim_that_the_job_lacks_there_is_no_actual() =>
        Assert.Equal(new Refused(Reason.NoRuleMatched, "environment", "production"), RuleMatch.Of([Allow("c", Main, Production)], Jobs.Of()).Refused);

    [Fact]
    public void Neither_deny_nor_shadow_rules_are_near()
    {
        ImmutableArray<Rule> rules = [Deny("d", Tag), Allow("s", Tag) with { Shadow = true }, Allow("a", Production, Tag)];
        Assert.Equal("environment", RuleMatch.Of(rules, Jobs.Of()).Refused!.Name);
    }

    [Fact]
    public void A_fork_is_told_of_the_nearest_rule_that_would_take_it()
    {
        ImmutableArray<Rule> rules = [Allow("a", Main, Tag), Allow("b", Production, Tag) with { Forks = true }];
        Assert.Equal("environment", RuleMatch.Of(rules, Jobs.OfFork()).Refused!.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_fork_whom_only_its_being_one_keeps_out_is_told_that(int matching)
    {
        ImmutableArray<Rule> rules = [.. Enumerable.Range(1, matching).Select(number => Allow($"a{number}", Main)), Allow("b", Tag) with { Forks = true }];
        Assert.Equal(Reason.ForkNotAllowed, RuleMatch.Of(rules, Jobs.OfFork()).Refused!.Reason);
    }

    [Fact]
    public void A_fork_that_no_rule_would_take_is_told_so() =>
        Assert.Equal(Reason.ForkNotAllowed, RuleMatch.Of([Allow("a", Tag)], Jobs.OfFork()).Refused!.Reason);

    private static string? Allowed(ImmutableArray<Rule> rules)
    {
        var match = RuleMatch.Of(rules, Jobs.Of());
        Assert.Null(match.Refused);
        return match.Rule?.Id;
    }

    private static Rule Allow(string id, params ImmutableArray<Condition> conditions) => new()
    {
        Id = id,
        Effect = RuleEffect.Allow,
        Shadow = false,
        Forks = false,
        Conditions = conditions,
        Lifetime = null,
        Scopes = null,
    };

    private static Rule Deny(string id, params ImmutableArray<Condition> conditions) => Allow(id, conditions) with { Effect = RuleEffect.Deny };
}
