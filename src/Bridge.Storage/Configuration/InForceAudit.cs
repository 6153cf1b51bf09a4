using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.History;
using Bridge.Storage.Access;
using Bridge.Storage.Keys;
using Bridge.Storage.Model;
using Bridge.Storage.People;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>
/// Holds what is in force against the last item of each thing in the change log, which an audit found whole, and finds what was
/// changed past it. Pins of projects are not looked at: grants move them. Of roles there is what each person has, and of keys and
/// tokens whether a time is set, for a database may keep it less finely than its item.
/// </summary>
/// <param name="context">The tables, in a transaction that sees one state of them.</param>
/// <param name="older">Whether there may be things of before there was a history.</param>
internal sealed class InForceAudit(BridgeDbContext context, bool older)
{
    private readonly ImmutableArray<Alteration>.Builder found = ImmutableArray.CreateBuilder<Alteration>();

    public async Task<ImmutableArray<Alteration>> FindAsync(CancellationToken ct)
    {
        foreach (var section in Enum.GetValues<Section>())
            await CompareAsync(ConfigurationCompiler.Name(section), context.Definitions(section).AsNoTracking().AsAsyncEnumerable().Select(row => new Row(row.Id, StoredText.Shown(row.Definition), row.Version)), ct);
        await CompareAsync(ChangeItem.SubComponents, context.SubTemplates.AsNoTracking().Include(row => row.Components).AsAsyncEnumerable().Select(row => new Row(row.Id, StoredText.Shown(TemplateWriter.Json(TemplateRows.Read(row))), row.Version)), ct);
        await CompareAsync(ChangeItem.Projects, context.EnrolledProjects.AsNoTracking().AsAsyncEnumerable().Select(row => new EnrolledProject(row.Issuer, row.ProjectId)).Select(project => new Row(StoredText.Key(EnrolmentWriter.Id(project)), EnrolmentWriter.Json(project))), ct);
        await CompareAsync(ChangeItem.People, context.People.AsNoTracking().AsAsyncEnumerable().Select(PersonRows.Read).Select(person => new Row(StoredText.Key($"{person.Id}"), PersonRows.Json(person))), ct);
        await CompareAsync(ChangeItem.Tokens, context.ApiTokens.AsNoTracking().AsAsyncEnumerable().Select(ApiTokenRows.Read).Select(token => new Row($"{token.Id}", ApiTokens.Json(token))), ct);
        await CompareAsync(ChangeItem.SigningKeys, context.SigningKeys.AsNoTracking().AsAsyncEnumerable().Select(KeyRows.Read).Select(key => new Row(KeyRows.Id(key), KeyRows.Json(key))), ct);
        return found.ToImmutable();
    }

    private async Task CompareAsync(string section, IAsyncEnumerable<Row> rows, CancellationToken ct)
    {
        var there = await rows.ToDictionaryAsync(row => row.Id, StringComparer.Ordinal, ct);
        var last = context.ChangeItems.AsNoTracking().Where(item => item.Section == section
            && !context.ChangeItems.Any(later => later.Section == item.Section && later.Id == item.Id && later.Version > item.Version));
        await foreach (var item in last.OrderBy(item => item.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            there.Remove(item.Id, out var row);
            if (Mistake(section, item, row) is { } message)
                found.Add(new Alteration(section, item.Id, message));
        }

        if (!older)
            found.AddRange(there.Values.Where(row => Counted(section, row.Json) is not null).Select(row => row.Id).Order(StringComparer.Ordinal).Select(id => new Alteration(section, id, "is there, and no change made it")));
    }

    private static string? Mistake(string section, ChangeItemRow item, Row? row)
    {
        var (wanted, actual) = (Counted(section, item.After), Counted(section, row?.Json));
        if (wanted is null)
            return actual is null ? null : $"is there, and version {item.Version} deleted it";
        if (row is null)
            return $"is not there, as version {item.Version} left it";
        return wanted == actual && (row.Version ?? item.Version) == item.Version ? null : $"is not as version {item.Version} left it";
    }

    // What of a thing's JSON the row must still say.
    private static string? Counted(string section, string? json)
    {
        if (json is null || section is not (ChangeItem.People or ChangeItem.Tokens or ChangeItem.SigningKeys))
            return json;
        using var document = JsonDocument.Parse(json);
        if (section == ChangeItem.People)
            return document.RootElement.TryGetProperty("role", out var role) ? role.GetRawText() : null;
        return string.Join('\n', document.RootElement.EnumerateObject().Select(member => $"{member.Name}: {(member.Name.EndsWith("_at", StringComparison.Ordinal) ? "set" : member.Value.GetRawText())}"));
    }

    /// <summary>A row as its item would be now.</summary>
    private sealed record Row(string Id, string? Json, int? Version = null);
}
