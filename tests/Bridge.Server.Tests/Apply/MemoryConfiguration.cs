using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Subjects;

namespace Bridge.Server.Tests.Apply;

/// <summary>A configuration that is kept in memory.</summary>
internal sealed class MemoryConfiguration : IConfigurationStore
{
    public ConfigurationSource Source { get; set; } = new(1, [], [], [], ImmutableDictionary<string, string>.Empty);

    public ImmutableArray<SubTemplate> ProjectTemplates { get; set; } = [];

    public ImmutableArray<EnrolledProject> Enrolled { get; set; } = [];

    public List<ConfigurationChange> Changes { get; } = [];

    /// <summary>Whether every template is read where some are asked for.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Comes after each reading.</summary>
    public Action? AfterRead { get; set; }

    /// <summary>Comes before the next change is written.</summary>
    public Action? BeforeChange { get; set; }

    /// <summary>Comes after a change is written.</summary>
    public Action? AfterChange { get; set; }

    public Task<long> RevisionAsync(CancellationToken ct) => Task.FromResult(Source.Revision);

    public Task<ConfigurationSource> ReadAsync(CancellationToken ct)
    {
        var read = Source;
        AfterRead?.Invoke();
        return Task.FromResult(read);
    }

    public ValueTask<ProjectView> FindProjectAsync(ProjectQuery query, CancellationToken ct) => ValueTask.FromResult(ProjectView.Unseen);

    public ValueTask<ProjectView> RecallProjectAsync(ProjectQuery query, long revision, CancellationToken ct) => FindProjectAsync(query, ct);

    public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(CancellationToken ct) => Task.FromResult(ProjectTemplates);

    public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(string id, string? issuer, string? projectId, CancellationToken ct) =>
        Task.FromResult(ReadsAll ? ProjectTemplates : [.. ProjectTemplates.Where(template => template.Id == id || (template.Issuer == issuer && template.ProjectId == projectId))]);

    public Task<ImmutableArray<EnrolledProject>> EnrolledProjectsAsync(CancellationToken ct) => Task.FromResult(Enrolled);

    public Task<int?> EnrolmentVersionAsync(EnrolledProject project, CancellationToken ct) => throw new NotSupportedException();

    public Task<ChangeOutcome> ChangeAsync(ConfigurationChange change, CancellationToken ct)
    {
        BeforeChange?.Invoke();
        if (change.Revision != Source.Revision)
            return Task.FromResult(ChangeOutcome.Superseded);
        Changes.Add(change);
        var templates = Source.Templates.Concat(ProjectTemplates)
            .Where(template => !change.DeleteTemplates.Contains(template.Id) && change.PutTemplates.All(put => put.Id != template.Id))
            .Concat(change.PutTemplates.Select(put => put with { Version = put.Version + 1 })).ToList();
        Source = Source with
        {
            Revision = Source.Revision + 1,
            // What is stored has been JSON in between, so it has lost its lines.
            Definitions =
            [
                .. Source.Definitions.Where(old => !change.Delete.Contains((old.Section, old.Id)) && change.Put.All(put => (put.Section, put.Id) != (old.Section, old.Id))),
                .. change.Put.Select(put => put with { Version = put.Version + 1, Value = NodeJson.ReadMap(NodeJson.Write(put.Value)) }),
            ],
            Templates = [.. templates.Where(template => template.Level != TemplateLevel.Project)],
            PrefixOwners = change.Put.Where(put => put.Section == Section.Issuers)
                .Aggregate(Source.PrefixOwners, (owners, put) => owners.SetItem(put.Value.Find("subject_prefix")?.Value is Node.Scalar prefix ? prefix.Text : "", put.Id)),
        };
        ProjectTemplates = [.. templates.Where(template => template.Level == TemplateLevel.Project)];
        Enrolled = [.. Enrolled.Where(project => !change.Withdraw.Contains(project)), .. change.Enrol];
        AfterChange?.Invoke();
        return Task.FromResult(ChangeOutcome.Written);
    }
}
