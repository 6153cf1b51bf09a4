using Bridge.Configuration;
using Bridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>Writes one change into the tables of its transaction.</summary>
internal sealed class ChangeWriter(BridgeDbContext context, DateTimeOffset now)
{
    /// <summary>A statement takes only so many parameters, and a file may name a template for each of 100,000 projects.</summary>
    private const int IdsAtOnce = 1000;

    public async Task WriteAsync(ConfigurationChange change, CancellationToken ct)
    {
        foreach (var (section, id) in change.Delete)
            await DeleteAsync(section, id, ct);
        foreach (var definition in change.Put)
            await PutAsync(definition, ct);
        await WriteTemplatesAsync(change, ct);
        foreach (var project in change.Enrol)
            await EnrolAsync(project, ct);
        foreach (var project in change.Withdraw)
            await WithdrawAsync(project, ct);
        await context.SaveChangesAsync(ct);
    }

    private async Task PutAsync(Definition definition, CancellationToken ct)
    {
        if (definition.Section == Section.Issuers)
            await ReserveAsync(definition, ct);
        var table = context.Definitions(definition.Section);
        var json = NodeJson.Write(definition.Value);
        if (await table.FindAsync([definition.Id], ct) is { } row)
            (row.Version, row.Definition) = (row.Version + 1, json);
        else
            table.Add(new DefinitionRow { Id = definition.Id, Version = 1, Definition = json });
    }

    private async Task DeleteAsync(Section section, string id, CancellationToken ct)
    {
        if (await context.Definitions(section).FindAsync([id], ct) is { } row)
            context.Definitions(section).Remove(row);
        if (section == Section.Issuers && await context.IssuerNames.FindAsync([id], ct) is { } name)
            name.DeletedAt = now;
    }

    // What hangs on an issuer's id and prefix outlives it: projects' pins here, trust in subjects elsewhere.
    private async Task ReserveAsync(Definition issuer, CancellationToken ct)
    {
        var name = await context.IssuerNames.FindAsync([issuer.Id], ct);
        if (name?.DeletedAt is not null)
            throw new InvalidOperationException($"An issuer with the id {issuer.Id} was deleted; its id is never used again.");
        if (name is null)
            context.IssuerNames.Add(new IssuerNameRow { Issuer = issuer.Id, FirstUsedAt = now });
        var prefix = Prefix(issuer.Value);
        var owner = await context.IssuerPrefixes.FindAsync([prefix], ct);
        if (owner is null)
            context.IssuerPrefixes.Add(new IssuerPrefixRow { Prefix = prefix, Issuer = issuer.Id });
        else if (owner.Issuer != issuer.Id)
            throw new InvalidOperationException($"The subject prefix \"{prefix}\" belongs to the issuer {owner.Issuer} and to no other.");
    }

    private static string Prefix(Node.Map issuer) =>
        issuer.Members.FirstOrDefault(member => member.Name == "subject_prefix")?.Value is Node.Scalar { Type: not ScalarType.Null } prefix ? prefix.Text : "";

    // All that goes or changes is deleted first, for two templates may change places.
    private async Task WriteTemplatesAsync(ConfigurationChange change, CancellationToken ct)
    {
        var ids = change.DeleteTemplates.Concat(change.PutTemplates.Select(template => template.Id)).Distinct().ToList();
        if (ids.Count == 0)
            return;
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(IdsAtOnce))
        {
            foreach (var row in await context.SubTemplates.Where(row => some.Contains(row.Id)).Select(row => new { row.Id, row.Version }).ToListAsync(ct))
                versions.Add(row.Id, row.Version);
            await context.SubTemplates.Where(row => some.Contains(row.Id)).ExecuteDeleteAsync(ct);
        }

        context.ChangeTracker.Entries<SubTemplateRow>().ToList().ForEach(entry => entry.State = EntityState.Detached);
        foreach (var template in change.PutTemplates)
            context.SubTemplates.Add(TemplateRows.Of(template, versions.GetValueOrDefault(template.Id) + 1));
    }

    private async Task EnrolAsync(EnrolledProject project, CancellationToken ct)
    {
        if (await FindAsync(project, ct) is null)
            context.EnrolledProjects.Add(new EnrolledProjectRow { Issuer = project.Issuer, ProjectId = StoredText.Key(project.ProjectId) });
    }

    private async Task WithdrawAsync(EnrolledProject project, CancellationToken ct)
    {
        if (await FindAsync(project, ct) is { } row)
            context.EnrolledProjects.Remove(row);
    }

    private ValueTask<EnrolledProjectRow?> FindAsync(EnrolledProject project, CancellationToken ct) =>
        context.EnrolledProjects.FindAsync([project.Issuer, StoredText.Key(project.ProjectId)], ct);
}
