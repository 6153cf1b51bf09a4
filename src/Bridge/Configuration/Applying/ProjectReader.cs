using Bridge.Configuration.Reading;
using Bridge.GitLab;

namespace Bridge.Configuration.Applying;

/// <summary>Reads an enrolled project.</summary>
internal static class ProjectReader
{
    public static EnrolledProject? Read(MapReader map)
    {
        var issuer = map.Needed("issuer");
        var id = map.Needed("project_id");
        map.Done();
        if (id is not null && !ProjectPaths.IsId(id))
            map.Mistake("project_id", "must be GitLab's numeric id of the project");
        return issuer is null || id is null ? null : new EnrolledProject(issuer, id);
    }
}
