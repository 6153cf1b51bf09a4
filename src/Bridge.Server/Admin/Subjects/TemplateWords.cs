using Bridge.Configuration.Linting;
using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Subjects;

/// <summary>Templates and claims as the pages call them.</summary>
internal static class TemplateWords
{
    /// <summary>Where a template stands: <c>from group shop</c>, <c>GitLab's default</c>.</summary>
    public static string Origin(this SubTemplate template) => template.IsDefault()
        ? "GitLab's default"
        : template.Level switch { TemplateLevel.Project => "its own", TemplateLevel.Group => $"from group {template.Group}", TemplateLevel.Issuer => $"from issuer {template.Issuer}", _ => "from the instance" }
            + (template.RelyingParty is { } party ? $" for {party}" : "") + (template.Locked ? ", locked" : "");

    /// <summary>What a template is for: <c>group shop of gitlab, at deploy</c>.</summary>
    public static string For(this SubTemplate template) => template.Level switch
    {
        TemplateLevel.Project => $"project {template.ProjectId} of {template.Issuer}",
        TemplateLevel.Group => $"group {template.Group} of {template.Issuer}",
        TemplateLevel.Issuer => $"every project of {template.Issuer}",
        _ => "every project",
    } + (template.RelyingParty is { } party ? $", at {party}" : "");

    public static string Word(this TemplateLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>Whether it is what holds where no template stands, and so is stored nowhere.</summary>
    public static bool IsDefault(this SubTemplate template) => template.Id == SubTemplate.Default.Id;

    /// <summary>What is worth knowing of a claim before it becomes part of a sub; null where there is nothing.</summary>
    public static (string Word, string Colour)? Note(string claim) => GitLabClaims.Find(claim) switch
    {
        { PerJob: true } => ("differs in each job", "yellow"),
        { UserChosen: true } => ("chosen by users", "yellow"),
        { Immutable: true } => ("never changes", "green"),
        _ => null,
    };

    /// <summary>Whether a finding names what somebody who is bound to projects is not told of.</summary>
    public static bool NamesOthers(LintLine finding) => LintRules.Find(finding.Code) is { NamesOthers: true };

    /// <summary>All claims that a sub can be built of, as GitLab groups them.</summary>
    public static IEnumerable<(string Title, IEnumerable<string> Claims)> Palette { get; } =
        [.. GitLabClaims.All.Select(claim => claim.Name).Where(GitLabClaims.IsComponent).Order(StringComparer.Ordinal).GroupBy(Group).OrderBy(group => Array.IndexOf(Titles, group.Key)).Select(group => (group.Key, group.AsEnumerable()))];

    private static string[] Titles => ["Project", "Ref", "Environment", "Pipeline and job", "Project that the job runs in", "Source project", "User"];

    private static string Group(string claim) => claim.Split('_') switch
    {
        ["project" or "namespace", ..] => Titles[0],
        ["ref", ..] => Titles[1],
        ["environment" or "deployment", ..] => Titles[2],
        ["job", "project" or "namespace", ..] => Titles[4],
        ["source", ..] => Titles[5],
        ["user", ..] => Titles[6],
        _ => Titles[3],
    };
}
