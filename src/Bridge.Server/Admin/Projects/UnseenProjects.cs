using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Storage;

namespace Bridge.Server.Admin.Projects;

/// <summary>
/// The rules that name a project, the projects' own templates and the enrolled projects, where the project did not come for a
/// while. What it leaves behind may be deleted; a path of it may be another's by then.
/// </summary>
internal static class UnseenProjects
{
    public static async Task<ImmutableArray<(ProjectUse Use, DateTimeOffset? Last)>> FindAsync(BridgeDatabase database, ConfigurationInForce configuration, DateTimeOffset since, CancellationToken ct)
    {
        ProjectUse[] uses =
        [
            .. ProjectUse.InRules(configuration),
            .. (await database.Configuration.ProjectTemplatesAsync(ct)).Select(ProjectUse.Of),
            .. (await database.Configuration.EnrolledProjectsAsync(ct)).Select(ProjectUse.Of),
        ];
        return [.. (await database.Projects.SeenAsync(uses, ct)).Where(seen => seen.Last is null || seen.Last < since)];
    }
}
