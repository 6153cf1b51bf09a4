using System.Collections.Immutable;
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
}
