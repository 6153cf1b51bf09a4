namespace Bridge.Configuration.Linting;

/// <summary>What a finding of the linter means for a change.</summary>
public enum Severity
{
    /// <summary>It is written; its author is told, and the change keeps it.</summary>
    Warning,

    /// <summary>It is not written.</summary>
    Error,
}

/// <summary>One thing that the linter looks for.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Severity">What it means for a change.</param>
/// <param name="Explanation">Why it matters.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="GitLabText">What GitLab says of the same mistake, with <c>{0}</c> for the claim; null where GitLab says nothing.</param>
/// <param name="NamesOthers">Whether a finding names relying parties or other templates, of which somebody who is bound to a project or group is not told.</param>
public sealed record LintRule(string Code, Severity Severity, string Explanation, string Remedy, string? GitLabText = null, bool NamesOthers = false);
