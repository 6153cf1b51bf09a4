using Bridge.GitLab;
using Bridge.Policies;
using Xunit;

namespace Bridge.Tests.Policies;

public sealed class ConditionTests
{
    // The columns: present, absent, equals "1", not equals, glob "1*", not glob, contains "1", not contains.
    [Theory]
    [InlineData("\"@absent\"", "- A - - - - - -")]
    [InlineData("null", "- A - - - - - -")]
    [InlineData("\"\"", "- A - - - - - -")]
    [InlineData("[]", "- A - - - - - -")]
    [InlineData("\"1\"", "P - E - G - - -")]
    [InlineData("\"12\"", "P - - e G - - -")]
    [InlineData("\"2\"", "P - - e - g - -")]
    [InlineData("\" 1\"", "P - - e - g - -")]
    [InlineData("1", "P - E - G - - -")]
    [InlineData("1.0", "P - E - G - - -")]
    [InlineData("1e0", "P - E - G - - -")]
    [InlineData("1.5", "P - - - - - - -")]
    [InlineData("2", "P - - e - g - -")]
    [InlineData("true", "P - - e - g - -")]
    [InlineData("[\"1\"]", "P - - - - - C -")]
    [InlineData("[\"2\", \"1\"]", "P - - - - - C -")]
    [InlineData("[\"2\"]", "P - - - - - - c")]
    [InlineData("[\"\"]", "P - - - - - - c")]
    [InlineData("[\"1\", 2]", "P - - - - - - -")]
    [InlineData("[1]", "P - - - - - - -")]
    [InlineData("[null]", "P - - - - - - -")]
    [InlineData("{}", "P - - - - - - -")]
    [InlineData("{\"1\": \"1\"}", "P - - - - - - -")]
    public void Holds_for_what_a_claim_is(string value, string expected)
    {
        var facts = Jobs.Of($$"""{"c": {{value}}}""");
        var glob = Glob.Parse("1*", out _)!;
        (char Sign, Condition Condition)[] conditions =
        [
            ('P', new Condition.Present("c")), ('A', new Condition.Absent("c")),
            ('E', new Condition.OneOf("c", ["1", "x"], false)), ('e', new Condition.OneOf("c", ["1", "x"], true)),
            ('G', new Condition.Matches("c", glob, false)), ('g', new Condition.Matches("c", glob, true)),
            ('C', new Condition.Contains("c", "1", false)), ('c', new Condition.Contains("c", "1", true)),
        ];
        Assert.Equal(expected, string.Join(' ', conditions.Select(each => each.Condition.Holds(facts) ? each.Sign : '-')));
    }

    [Theory]
    [InlineData("Main")]
    [InlineData("main ")]
    [InlineData("ma\u0131n")]
    [InlineData("ma\u0000in")]
    public void Text_is_compared_ordinally(string written) => Assert.False(new Condition.OneOf("ref", [written], false).Holds(Jobs.Of()));

    [Theory]
    [InlineData("issuer", "gitlab")]
    [InlineData("token_kind", "id_token")]
    [InlineData("fork", "false")]
    [InlineData("top_level_group", "g")]
    public void Derived_facts_are_held_like_claims(string name, string value)
    {
        Assert.True(new Condition.OneOf(name, [value], false).Holds(Jobs.Of()));
        Assert.True(new Condition.Present(name).Holds(Jobs.Of()));
    }

    [Fact]
    public void A_derived_fact_is_never_a_claim_of_that_name()
    {
        var facts = Jobs.Of("""{"fork": "true", "issuer": "other", "top_level_group": "admins", "token_kind": null}""");
        Assert.False(new Condition.OneOf("fork", ["true"], false).Holds(facts));
        Assert.False(new Condition.OneOf("issuer", ["other"], false).Holds(facts));
        Assert.False(new Condition.OneOf("top_level_group", ["admins"], false).Holds(facts));
        Assert.True(new Condition.Present("token_kind").Holds(facts));
    }

    [Theory]
    [InlineData("a/b/c", "a")]
    [InlineData("a", "a")]
    public void The_top_level_group_is_the_first_segment(string path, string group) =>
        Assert.Equal(group, Jobs.Of($$"""{"namespace_path": "{{path}}"}""").TopLevelGroup);

    [Fact]
    public void The_kind_of_the_token_can_be_asked() =>
        Assert.True(new Condition.OneOf("token_kind", ["v1"], false).Holds(Jobs.Of(kind: TokenKind.V1)));

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("7.0", "7")]
    [InlineData("[\"a\", \"b\"]", "a, b")]
    [InlineData("{\"a\": 1}", "a value of another shape")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"@absent\"", null)]
    public void Says_what_the_job_has(string value, string? actual) =>
        Assert.Equal(actual, new Condition.Present("c").Actual(Jobs.Of($$"""{"c": {{value}}}""")));

    [Fact]
    public void Says_what_it_wants()
    {
        Assert.Equal("main or release", new Condition.OneOf("ref", ["main", "release"], false).Expectation);
        Assert.Equal("not main or release", new Condition.OneOf("ref", ["main", "release"], true).Expectation);
        Assert.Equal("prod*", new Condition.Matches("ref", Glob.Parse("prod*", out _)!, false).Expectation);
        Assert.Equal("not prod*", new Condition.Matches("ref", Glob.Parse("prod*", out _)!, true).Expectation);
        Assert.Equal("with g", new Condition.Contains("groups_direct", "g", false).Expectation);
        Assert.Equal("without g", new Condition.Contains("groups_direct", "g", true).Expectation);
        Assert.Equal("present", new Condition.Present("ref").Expectation);
        Assert.Equal("absent", new Condition.Absent("ref").Expectation);
    }
}
