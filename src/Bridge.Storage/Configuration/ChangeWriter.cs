using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.History;
using Bridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>Writes one change into the tables of its transaction, with an item of history for each thing that it touches.</summary>
internal sealed class ChangeWriter(ChangeTransaction transaction, DateTimeOffset now)
{
    private readonly BridgeDbContext context = transaction.Context;

    public async Task WriteAsync(ConfigurationChange change, CancellationToken ct)
    {
        foreach (var section in change.Delete.GroupBy(gone => gone.Section, gone => gone.Id))
            await DeleteAsync(section.Key, [.. section], ct);
        foreach (var section in change.Put.GroupBy(definition => definition.Section))
            await PutAsync(section.Key, [.. section], ct);
        await context.SaveChangesAsync(ct);
        await new TemplateWriter(transaction).WriteAsync(change.PutTemplates, change.DeleteTemplates, ct);
        await new EnrolmentWriter(transaction).WriteAsync([.. change.Enrol, .. change.Confirm.Select(confirmed => new EnrolledProject(confirmed.Issuer, confirmed.ProjectId))], change.Withdraw, ct);
    }

    private async Task PutAsync(Section section, List<Definition> definitions, CancellationToken ct)
    {
        string[] ids = [.. definitions.Select(definition => definition.Id)];
        var stored = await StoredAsync(section, ids, ct);
        var last = await transaction.LastVersionsAsync(ConfigurationCompiler.Name(section), ids, ct);
        foreach (var definition in definitions)
        {
            if (section == Section.Issuers)
                await ReserveAsync(definition, ct);
            var row = stored.GetValueOrDefault(definition.Id);
            var (before, version) = (row?.Definition, (row?.Version ?? last.GetValueOrDefault(definition.Id)) + 1);
            if (row is null)
                context.Definitions(section).Add(row = stored[definition.Id] = new DefinitionRow { Id = definition.Id, Definition = "" });
            (row.Version, row.Definition) = (version, NodeJson.Write(definition.Value));
            transaction.Add(new ChangeItem(ConfigurationCompiler.Name(section), row.Id, version, before, row.Definition));
        }
    }

    private async Task DeleteAsync(Section section, string[] ids, CancellationToken ct)
    {
        foreach (var row in (await StoredAsync(section, ids, ct)).Values)
        {
            context.Definitions(section).Remove(row);
            transaction.Add(new ChangeItem(ConfigurationCompiler.Name(section), row.Id, row.Version + 1, row.Definition, After: null));
            if (section == Section.Issuers && await context.IssuerNames.FindAsync([row.Id], ct) is { } name)
                name.DeletedAt = now;
        }
    }

    private Task<Dictionary<string, DefinitionRow>> StoredAsync(Section section, string[] ids, CancellationToken ct) =>
        context.Definitions(section).Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, StringComparer.Ordinal, ct);

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
}
