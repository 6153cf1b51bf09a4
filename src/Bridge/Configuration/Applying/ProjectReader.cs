using Bridge.Configuration.Reading;
using Bridge.GitLab;

namespace Bridge.Configuration.Applying;

/// <summary>Reads an enrolled project, and writes it as it is read.</summary>
public static class ProjectReader
{
    internal static EnrolledProject? Read(MapReader map)
    {
        var issuer = map.Needed("issuer");
        var id = map.Needed("project_id");
        map.Done();
        if (id is not null && !ProjectPaths.IsId(id))
            map.Mistake("project_id", "must be GitLab's numeric id of the project");
        return issuer is null || id is null ? null : new EnrolledProject(issuer, id);
    }

    /// <summary>The map that a project is read from.</summary>
    public static Node.Map Write(EnrolledProject project) =>
        new([new("issuer", new Node.Scalar(project.Issuer, ScalarType.Text, 0), 0), new("project_id", new Node.Scalar(project.ProjectId, ScalarType.Text, 0), 0)], 0);
}
