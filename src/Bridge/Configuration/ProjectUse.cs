using System.Collections.Immutable;
using Bridge.Policies;
using Bridge.Subjects;

namespace Bridge.Configuration;

/// <summary>A place in the configuration that is about one project.</summary>
/// <param name="Place">Where: <c>relying_parties/deploy/rules/main</c>.</param>
/// <param name="Issuers">The issuers whose project it may be.</param>
/// <param name="ProjectId">GitLab's id of the project; null where it is named by its path.</param>
/// <param name="Path">The path of the project; null where it is named by its id.</param>
public sealed record ProjectUse(string Place, ImmutableArray<string> Issuers, string? ProjectId, string? Path)
{
    /// <summary>Each project that a rule names by a value. Patterns name none, and what a rule says not to be is not named.</summary>
    public static IEnumerable<ProjectUse> InRules(ConfigurationInForce configuration) =>
        from party in configuration.RelyingParties
        from rule in party.Rules
        let issuers = Named(rule, "issuer") is { Count: > 0 } some ? some.ToImmutableArray() : [.. configuration.Issuers.Select(issuer => issuer.Id)]
        let place = $"relying_parties/{party.Id}/rules/{rule.Id}"
        from use in Named(rule, "project_id").Select(id => new ProjectUse(place, issuers, id, null)).Concat(Named(rule, "project_path").Select(path => new ProjectUse(place, issuers, null, path)))
        select use;

    public static ProjectUse Of(SubTemplate template) => new($"sub_components/{template.Id}", [template.Issuer!], template.ProjectId, null);

    public static ProjectUse Of(EnrolledProject project) => new($"projects/{project.Issuer}/{project.ProjectId}", [project.Issuer], project.ProjectId, null);

    private static List<string> Named(Rule rule, string claim) =>
        [.. rule.Conditions.OfType<Condition.OneOf>().Where(condition => condition.Claim == claim && !condition.Negated).SelectMany(condition => condition.Values)];
}
