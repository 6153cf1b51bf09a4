using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Bridge.Server.Admin.GitLabDoor;

/// <summary>A project in the shape of GitLab's API, as far as Bridge knows it.</summary>
/// <param name="Id">GitLab's id.</param>
/// <param name="Name">The last segment of the path; Bridge knows no other name.</param>
/// <param name="NameWithNamespace">The path.</param>
/// <param name="Path">The last segment of the path.</param>
/// <param name="PathWithNamespace">The path that was last granted or confirmed; empty before that.</param>
/// <param name="Namespace">The namespace, where it is known.</param>
/// <param name="CiIdTokenSubClaimComponents">What a <c>sub</c> of the project's jobs is built of.</param>
internal sealed record GitLabProject(
    long Id,
    string Name,
    string NameWithNamespace,
    string Path,
    string PathWithNamespace,
    GitLabNamespace? Namespace,
    [property: JsonPropertyName(GitLabProject.Attribute)] ImmutableArray<string> CiIdTokenSubClaimComponents)
{
    public const string Attribute = "ci_id_token_sub_claim_components";
}

/// <summary>A project's namespace in the shape of GitLab's API.</summary>
internal sealed record GitLabNamespace(long Id, string Path, string FullPath);
