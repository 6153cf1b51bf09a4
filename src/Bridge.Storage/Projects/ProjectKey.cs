namespace Bridge.Storage.Projects;

/// <summary>A project, and a place in a list of projects: lists go by issuer, then by id as text.</summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
public sealed record ProjectKey(string Issuer, string ProjectId);
