using Bridge.Access;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>Where a template belongs, by its scope.</summary>
public static class TemplatePlace
{
    /// <summary>The place of a stored template.</summary>
    public static Task<Place> OfAsync(IConfigurationStore store, SubTemplate template, CancellationToken ct) =>
        OfAsync(store, template.Issuer, template.Group, template.ProjectId, ct);

    /// <summary>The place of a template as it is written.</summary>
    public static Task<Place> OfAsync(IConfigurationStore store, Node.Map template, CancellationToken ct)
    {
        return OfAsync(store, Text("issuer"), Text("group"), Text("project_id"), ct);

        string? Text(string name) => template.Find(name)?.Value is Node.Scalar { Type: ScalarType.Text } scalar ? scalar.Text : null;
    }

    /// <summary>The place that a scope names; one that names two places, which is a mistake anyhow, is the whole instance's.</summary>
    internal static async Task<Place> OfAsync(IConfigurationStore store, string? issuer, string? group, string? projectId, CancellationToken ct) => (issuer, group, projectId) switch
    {
        ({ }, { }, null) => new Place.Group(issuer, group),
        ({ }, null, { }) => new Place.Project(issuer, projectId, (await store.FindProjectAsync(new ProjectQuery(issuer, projectId, "", null, null), ct)).Pin?.Path),
        _ => Place.Instance,
    };
}
