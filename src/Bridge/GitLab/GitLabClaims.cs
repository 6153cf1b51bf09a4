using System.Collections.Frozen;
using System.Text.Json;

namespace Bridge.GitLab;

/// <summary>One claim that GitLab documents, beside the registered ones.</summary>
/// <param name="Name">GitLab's name of it.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Immutable">Whether it names its project, namespace or user for good.</param>
/// <param name="UserChosen">Whether a user can change its value at will.</param>
/// <param name="PerJob">Whether it is another one in every pipeline, job or commit.</param>
public sealed record GitLabClaim(string Name, JsonValueKind Type, bool Immutable = false, bool UserChosen = false, bool PerJob = false);

/// <summary>The claims that GitLab documents for CI tokens, as of GitLab 19.5 (docs.gitlab.com, "ID token authentication").</summary>
public static class GitLabClaims
{
    private static readonly FrozenDictionary<string, GitLabClaim> ByName = new GitLabClaim[]
    {
        new("project_id", JsonValueKind.String, Immutable: true),
        new("project_path", JsonValueKind.String),
        new("namespace_id", JsonValueKind.String, Immutable: true),
        new("namespace_path", JsonValueKind.String),
        new("job_project_id", JsonValueKind.String, Immutable: true),
        new("job_project_path", JsonValueKind.String),
        new("job_namespace_id", JsonValueKind.String, Immutable: true),
        new("job_namespace_path", JsonValueKind.String),
        new("source_project_id", JsonValueKind.String, Immutable: true),
        new("source_project_path", JsonValueKind.String),
        new("source_namespace_id", JsonValueKind.String, Immutable: true),
        new("source_namespace_path", JsonValueKind.String),
        new("user_id", JsonValueKind.String, Immutable: true),
        new("user_login", JsonValueKind.String, UserChosen: true),
        new("user_email", JsonValueKind.String, UserChosen: true),
        new("user_access_level", JsonValueKind.String),
        new("user_identities", JsonValueKind.Array),
        new("pipeline_id", JsonValueKind.String, PerJob: true),
        new("pipeline_source", JsonValueKind.String),
        new("job_id", JsonValueKind.String, PerJob: true),
        new("job_source", JsonValueKind.String),
        new("job_config", JsonValueKind.Object),
        new("ref", JsonValueKind.String),
        new("ref_type", JsonValueKind.String),
        new("ref_path", JsonValueKind.String),
        new("ref_protected", JsonValueKind.String),
        new("groups_direct", JsonValueKind.Array),
        new("environment", JsonValueKind.String, UserChosen: true),
        new("environment_protected", JsonValueKind.String),
        new("deployment_tier", JsonValueKind.String, UserChosen: true),
        new("environment_action", JsonValueKind.String, UserChosen: true),
        new("runner_id", JsonValueKind.Number),
        new("runner_environment", JsonValueKind.String),
        new("sha", JsonValueKind.String, PerJob: true),
        new("project_visibility", JsonValueKind.String),
        new("ci_config_ref_uri", JsonValueKind.String),
        new("ci_config_sha", JsonValueKind.String, PerJob: true),
    }.ToFrozenDictionary(claim => claim.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<GitLabClaim> All => ByName.Values;

    /// <summary>The claim named <paramref name="name"/>, or null.</summary>
    public static GitLabClaim? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The JSON type that the claim must have, or null for a claim that GitLab does not document.</summary>
    public static JsonValueKind? TypeOf(string name) => name is "sub" or "jti" or "iss" ? JsonValueKind.String : Find(name)?.Type;

    /// <summary>Whether a sub component may name the claim: GitLab's own scalars, no registered claim.</summary>
    public static bool IsComponent(string name) => Find(name) is { Type: JsonValueKind.String or JsonValueKind.Number };
}
