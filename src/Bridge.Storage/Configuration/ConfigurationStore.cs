using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Projects;
using Bridge.Storage.Keys;
using Bridge.Storage.Model;
using Bridge.Storage.Projects;
using Bridge.Storage.Providers;
using Bridge.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>The configuration in the database. What every exchange asks goes the short way past the entity model.</summary>
internal sealed class ConfigurationStore(Provider provider, TimeProvider time, ProjectReaders readers) : IConfigurationStore
{
    public async Task<long> RevisionAsync(CancellationToken ct) => await readers.RevisionAsync(ct);

    public ValueTask<ProjectView> FindProjectAsync(ProjectQuery query, CancellationToken ct) => readers.FindAsync(query, ct);

    public ValueTask<ProjectView> RecallProjectAsync(ProjectQuery query, long revision, CancellationToken ct) => readers.RecallAsync(query, revision, ct);

    public Task<ConfigurationSource> ReadAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        await using var transaction = await provider.BeginSnapshotAsync(connection, ct);
        await using var context = provider.Context(connection);
        await context.Database.UseTransactionAsync(transaction, ct);
        var revision = await context.Revision.Select(row => row.Number).SingleAsync(ct);
        var definitions = ImmutableArray.CreateBuilder<Definition>();
        foreach (var section in Enum.GetValues<Section>())
        {
            var rows = await context.Definitions(section).AsNoTracking().OrderBy(row => row.Id).ToListAsync(ct);
            definitions.AddRange(rows.Select(row => new Definition(section, row.Id, row.Version, NodeJson.ReadMap(row.Definition))));
        }

        var templates = await Templates(context).Where(row => row.Level != TemplateLevel.Project).ToListAsync(ct);
        var keys = await context.SigningKeys.AsNoTracking().OrderBy(row => row.Algorithm).ThenBy(row => row.Generation).ToListAsync(ct);
        var prefixes = await context.IssuerPrefixes.AsNoTracking().ToListAsync(ct);
        return new ConfigurationSource(
            revision,
            definitions.ToImmutable(),
            [.. templates.Select(TemplateRows.Read)],
            [.. keys.Select(KeyRows.Read)],
            prefixes.ToImmutableDictionary(row => row.Prefix, row => row.Issuer));
    });

    public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var rows = await Templates(context).Where(row => row.Level == TemplateLevel.Project).ToListAsync(ct);
        return rows.Select(TemplateRows.Read).ToImmutableArray();
    });

    public Task<ImmutableArray<SubTemplate>> ProjectTemplatesAsync(string id, string? issuer, string? projectId, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        var (name, ownIssuer, own) = (StoredText.Key(id), StoredText.Key(issuer ?? ""), StoredText.Key(projectId ?? ""));
        await using var context = provider.Context();
        // Two questions, each with an index: of one with an or between, a database may read the whole table.
        var called = await Templates(context).Where(row => row.Level == TemplateLevel.Project && row.Id == name).ToListAsync(ct);
        var others = await Templates(context).Where(row => row.Level == TemplateLevel.Project && row.Issuer == ownIssuer && row.ProjectId == own && row.Id != name).ToListAsync(ct);
        return called.Concat(others).Select(TemplateRows.Read).ToImmutableArray();
    });

    public Task<ImmutableArray<EnrolledProject>> EnrolledProjectsAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var rows = await context.EnrolledProjects.AsNoTracking().OrderBy(row => row.Issuer).ThenBy(row => row.ProjectId).ToListAsync(ct);
        return rows.Select(row => new EnrolledProject(row.Issuer, row.ProjectId)).ToImmutableArray();
    });

    public Task<int?> EnrolmentVersionAsync(EnrolledProject project, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        var (projectId, id) = (StoredText.Key(project.ProjectId), StoredText.Key(EnrolmentWriter.Id(project)));
        await using var context = provider.Context();
        return await context.EnrolledProjects.Where(row => row.Issuer == project.Issuer && row.ProjectId == projectId)
            // One of before there was a history was the first.
            .Select(_ => (int?)(context.ChangeItems.Where(item => item.Section == ChangeItem.Projects && item.Id == id).Max(item => (int?)item.Version) ?? 1))
            .SingleOrDefaultAsync(ct);
    });

    public Task<ChangeOutcome> ChangeAsync(ConfigurationChange change, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var transaction = await ChangeTransaction.BeginAsync(provider, ct);
        if (transaction.Revision != change.Revision)
            return ChangeOutcome.Superseded;
        if (!await new ConfirmationWriter(transaction).WriteAsync(change.Confirm, ct))
            return ChangeOutcome.ProjectChanged;
        var now = time.GetUtcNow();
        await new ChangeWriter(transaction, now).WriteAsync(change, ct);
        await transaction.CommitAsync(new ChangeNote(now, change.Author, change.Difference) { Why = change.Why, FileHash = change.FileHash, Warnings = change.Warnings }, ct);
        return ChangeOutcome.Written;
    });

    private static IQueryable<SubTemplateRow> Templates(BridgeDbContext context) => context.SubTemplates.AsNoTracking().Include(row => row.Components).OrderBy(row => row.Id);
}
