using System.Collections.Immutable;
using Bridge.Configuration.Linting;
using Bridge.Subjects;

namespace Bridge.Configuration.Applying;

/// <summary>All that is stored and that a file can change.</summary>
internal sealed record Stored(ConfigurationSource Source, ImmutableArray<SubTemplate> ProjectTemplates, ImmutableArray<EnrolledProject> Enrolled)
{
    public IEnumerable<SubTemplate> Templates => Source.Templates.Concat(ProjectTemplates);

    // Not one transaction: what changes between the reads raises the revision, and then nothing is written.
    public static async Task<Stored> ReadAsync(IConfigurationStore store, CancellationToken ct)
    {
        var source = await store.ReadAsync(ct);
        return new(source, await store.ProjectTemplatesAsync(ct), await store.EnrolledProjectsAsync(ct));
    }

    /// <summary>
    /// What one change is looked at with. There may be a template for each project, so they are left where they are unless the change
    /// has to do with them: where something is deleted that they or enrolled projects may name, and where a template can give the
    /// subject of another project's, which takes two that name no project for good. All else that is told of a template follows from
    /// itself, from the other templates of its project, and from what is no single project's.
    /// </summary>
    public static async Task<Stored> ReadAsync(IConfigurationStore store, Edit edit, CancellationToken ct)
    {
        var template = edit.Template;
        if (template is null ? edit.Section != Edit.SubComponents && edit.Value is null : CollisionLints.IsWithoutId(template))
            return await ReadAsync(store, ct);
        var source = await store.ReadAsync(ct);
        return new(source, edit.Section == Edit.SubComponents ? await store.ProjectTemplatesAsync(edit.Id, template?.Issuer, template?.ProjectId, ct) : [], []);
    }
}
