using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Confirmations;

/// <summary>Where a page of a list of projects begins, as it stands in the address: <c>ISSUER/PROJECT_ID</c>. No id of an issuer has a slash.</summary>
internal static class ProjectPlace
{
    public static ProjectKey? Read(string? text) => text?.Split('/', 2) is [var issuer, var id] ? new ProjectKey(issuer, id) : null;

    public static string? Write(ProjectKey? key) => key is null ? null : $"{key.Issuer}/{key.ProjectId}";
}
