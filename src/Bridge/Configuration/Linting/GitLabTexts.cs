using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Configuration.Linting;

/// <summary>
/// What GitLab itself says of <c>ci_id_token_sub_claim_components</c>, word for word, for clients that know GitLab's API
/// (GitLab 19.1; the components are those of 19.5, which added <c>job_project_*</c> and <c>source_project_*</c>).
/// </summary>
public static class GitLabTexts
{
    /// <summary>The components that may come first.</summary>
    public static readonly ImmutableArray<string> Leading =
        ["project_path", "project_id", "job_project_path", "job_project_id", "source_project_path", "source_project_id"];

    /// <summary>All components that GitLab knows; Bridge knows more.</summary>
    public static readonly ImmutableArray<string> Known = [.. Leading, "ref_type", "ref", "ref_protected", "environment_protected", "deployment_tier"];

    /// <summary>The texts that GitLab would answer for these components, in its order; none for what it takes.</summary>
    public static ImmutableArray<string> Of(IReadOnlyList<string> components)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        if (components.Count == 0)
            texts.Add(Text(LintRules.NoComponents));
        if (components.Count == 0 || !Leading.Contains(components[0]))
            texts.Add(Text(LintRules.FirstElement));
        texts.AddRange(components.Where(claim => !Known.Contains(claim)).Select(claim => Text(LintRules.UnknownClaim, claim)));
        return texts.ToImmutable();
    }

    /// <summary>What GitLab says of the same mistake as <paramref name="rule"/>; the rule must have a text.</summary>
    private static string Text(LintRule rule, string claim = "") => string.Format(CultureInfo.InvariantCulture, rule.GitLabText!, claim);
}
