using Bridge.Refusals;
using Xunit;

namespace Bridge.Server.Tests.Attacks.Policy;

/// <summary>Which rule decides, and what is told where none lets a job in.</summary>
public sealed class RuleTests(SqliteWorld world) : WorldTest<SqliteWorld>(world)
{
    protected override string Yaml(World world) => Issuer(world.GitLab) + """
        relying_parties:
          - id: nearest
            audience: https://nearest.test
            rules:
              - { id: far, effect: allow, when: { ref_type: tag, ref: v1, ref_protected: "false" } }
              - { id: near, effect: allow, when: { project_path: { glob: my-group/** }, ref: release } }
              - { id: as-near, effect: allow, when: { ref_type: tag } }
          - id: environment
            audience: https://environment.test
            rules:
              - { id: production, effect: allow, when: { ref: main, environment: production } }
          - id: denying
            audience: https://denying.test
            rules:
              - { id: no-schedules, effect: deny, when: { pipeline_source: schedule } }
              - { id: all, effect: allow, everyone: true }
              - { id: too-late, effect: deny, everyone: true }
          - id: watched
            audience: https://watched.test
            rules:
              - { id: strict, effect: deny, shadow: true, when: { user_login: sample-user } }
              - { id: wide, effect: allow, shadow: true, everyone: true }
              - { id: quiet, effect: deny, shadow: true, when: { ref: other } }
              - { id: main, effect: allow, when: { ref: main } }
          - { id: ruleless, audience: 'https://ruleless.test' }
          - id: switched-off
            audience: https://off.test
            rules:
              - { id: off, effect: allow, everyone: true, enabled: false }
          - id: prefix
            audience: https://prefix.test
            rules:
              - { id: path, effect: allow, when: { project_path: my-group/app } }
              - { id: single, effect: allow, when: { project_path: one-group/* } }

        """;

    [Fact]
    public async Task Where_no_rule_matches_the_nearest_miss_is_told_with_expected_and_actual()
    {
        var record = await RefusedAsync(Reason.NoRuleMatched, Job(), "https://nearest.test", "release", "main");

        Assert.Equal(("ref", "release", "main"), (record.ReasonName, record.Expected, record.Actual));
        Assert.Null(record.Rule);
    }

    [Fact]
    public async Task Of_a_claim_that_the_job_lacks_only_the_name_is_told()
    {
        var token = Job();
        var record = await RefusedAsync(Reason.NoRuleMatched, token, "https://environment.test");
        var answer = await SendAsync(Bridge, token, "https://environment.test");

        Assert.Equal(("environment", "production"), (record.ReasonName, record.Expected));
        Assert.Equal("No rule lets this job in. The nearest needs the claim environment, which this job does not have.", answer.Member("error_description"));
        Assert.DoesNotContain("production", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deny_rule_before_an_allow_rule_denies()
    {
        var record = await RefusedAsync(Reason.RuleDenied, Job([("pipeline_source", "schedule")]), "https://denying.test");

        Assert.Equal(("no-schedules", "no-schedules"), (record.Rule, record.ReasonName));
    }

    [Fact]
    public async Task A_deny_rule_after_the_rule_that_matched_is_not_asked()
    {
        var granted = await GrantedAsync(Job(), "https://denying.test");

        Assert.Equal("all", granted.Record.Rule);
    }

    [Fact]
    public async Task Shadow_rules_are_recorded_and_decide_nothing()
    {
        var granted = await GrantedAsync(Job(), "https://watched.test");

        Assert.Equal("main", granted.Record.Rule);
        Assert.Equal(["deny:strict", "allow:wide"], granted.Record.ShadowRules);
    }

    [Fact]
    public async Task A_shadow_rule_that_allows_lets_nobody_in()
    {
        var record = await RefusedAsync(Reason.NoRuleMatched, Job([("ref", "feature")]), "https://watched.test", "main", "feature");

        Assert.Null(record.Rule);
        Assert.Equal(["deny:strict", "allow:wide"], record.ShadowRules);
    }

    [Theory]
    [InlineData("https://ruleless.test")]
    [InlineData("https://off.test")]
    public async Task Without_a_rule_in_force_nobody_gets_in(string audience) =>
        await RefusedAsync(Reason.NoRuleMatched, Job(), audience, "configured", "missing");

    [Fact]
    public async Task A_rule_without_conditions_that_does_not_say_everyone_is_not_taken_over()
    {
        const string Forgetful = "relying_parties: [{ id: forgetful, audience: 'https://forgetful.test', rules: [{ id: all, effect: allow }] }]";

        var mistake = await Assert.ThrowsAsync<ArgumentException>(() => Bridge.ApplyAsync(Forgetful, Ct));

        Assert.Contains("must say everyone: true", mistake.Message, StringComparison.Ordinal);
        await RefusedAsync(Reason.TargetUnknown, Job(), "https://forgetful.test", actual: "https://forgetful.test");
    }

    [Theory]
    [InlineData("my-group/app-evil", "my-group/app")]
    [InlineData("evil/my-group/app", "my-group/app")]
    [InlineData("my-group/app/evil", "my-group/app")]
    [InlineData("my-group/App", "my-group/app")]
    [InlineData("my-group/app\n", "my-group/app")]
    public async Task A_path_that_only_looks_like_the_allowed_one_is_another(string path, string allowed) =>
        await RefusedAsync(Reason.NoRuleMatched, JobOf(World.NewProjectId(), path), "https://prefix.test", allowed, path);

    [Fact]
    public async Task A_star_is_a_literal_outside_of_a_glob() =>
        await RefusedAsync(Reason.NoRuleMatched, JobOf(World.NewProjectId(), "one-group/app"), "https://prefix.test", "my-group/app", "one-group/app");
}
