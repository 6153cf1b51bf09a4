using System.Text.RegularExpressions;
using Bridge.Configuration.Linting;
using Xunit;

namespace Bridge.Tests.Configuration.Linting;

public sealed partial class LintRulesTests
{
    [Fact]
    public void Every_rule_has_one_code_and_says_why_and_what_to_do()
    {
        Assert.Equal(LintRules.All.Length, LintRules.All.Select(rule => rule.Code).Distinct().Count());
        Assert.All(LintRules.All, rule =>
        {
            Assert.Matches(Code(), rule.Code);
            Assert.EndsWith(".", rule.Explanation, StringComparison.Ordinal);
            Assert.EndsWith(".", rule.Remedy, StringComparison.Ordinal);
            Assert.Same(rule, LintRules.Find(rule.Code));
        });
        Assert.Null(LintRules.Find("invalid"));
    }

    [Fact]
    public void Every_rule_is_in_the_table() => Assert.Equal(
        typeof(LintRules).GetFields().Where(field => field.FieldType == typeof(LintRule)).Select(field => ((LintRule)field.GetValue(null)!).Code).Order(),
        LintRules.All.Select(rule => rule.Code).Order());

    [Fact]
    public void What_cannot_be_right_is_an_error_and_all_else_a_warning() => Assert.Equal(
        ["no_components", "unknown_claim", "first_element", "duplicate_claim", "never_omitted"],
        LintRules.All.Where(rule => rule.Severity == Severity.Error).Select(rule => rule.Code));

    // GitLab 19.1: what it answers on id_token_sub_claim_components.
    [Theory]
    [InlineData("project_path ref_type ref", "")]
    [InlineData("project_id ref_type ref", "")]
    [InlineData("project_path project_id", "")]
    [InlineData("project_path ref ref", "")]
    [InlineData("project_path ref_protected environment_protected deployment_tier", "")]
    [InlineData("job_project_path source_project_id", "")]
    [InlineData("", "is too short (minimum is 1 character)|project_path or project_id must be the first element of the sub claim")]
    [InlineData("ref project_path", "project_path or project_id must be the first element of the sub claim")]
    [InlineData("project_path x environment y", "x is not an allowed sub claim component|environment is not an allowed sub claim component|y is not an allowed sub claim component")]
    [InlineData("x", "project_path or project_id must be the first element of the sub claim|x is not an allowed sub claim component")]
    public void GitLabs_own_texts_are_kept(string components, string texts) =>
        Assert.Equal(texts, string.Join('|', GitLabTexts.Of(components.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [GeneratedRegex("^[a-z_]+$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
