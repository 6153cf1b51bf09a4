using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.Configuration.History;
using Bridge.Storage.Model;
using Bridge.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>Writes the sub templates of one change; a file may name one for each of 100,000 projects.</summary>
internal sealed class TemplateWriter(ChangeTransaction transaction)
{
    private readonly BridgeDbContext context = transaction.Context;

    // All that goes or changes is deleted first, for two templates may change places.
    public async Task WriteAsync(IReadOnlyCollection<SubTemplate> put, IReadOnlyCollection<string> delete, CancellationToken ct)
    {
        string[] ids = [.. delete.Concat(put.Select(template => template.Id)).Distinct()];
        if (ids.Length == 0)
            return;
        var templates = context.SubTemplates.Where(row => EF.Parameter(ids).Contains(row.Id));
        var before = new Dictionary<string, (int Version, string Json)>(StringComparer.Ordinal);
        await foreach (var row in templates.AsNoTracking().Include(row => row.Components).AsAsyncEnumerable().WithCancellation(ct))
            before.Add(row.Id, (row.Version, Json(TemplateRows.Read(row))));
        if (before.Count > 0)
            await templates.ExecuteDeleteAsync(ct);
        var last = await transaction.LastVersionsAsync(ChangeItem.SubComponents, put.Select(template => template.Id).Where(id => !before.ContainsKey(id)), ct);
        foreach (var gone in delete.Except(put.Select(template => template.Id)).Where(before.ContainsKey))
            transaction.Add(new ChangeItem(ChangeItem.SubComponents, gone, before[gone].Version + 1, before[gone].Json, After: null));
        var rowsOfPut = new List<SubTemplateRow>(put.Count);
        foreach (var template in put)
        {
            var was = before.TryGetValue(template.Id, out var found) ? found : (Version: last.GetValueOrDefault(template.Id), Json: null);
            rowsOfPut.Add(TemplateRows.Of(template, was.Version + 1));
            transaction.Add(new ChangeItem(ChangeItem.SubComponents, template.Id, was.Version + 1, was.Json, Json(template)));
        }

        await InsertAsync(rowsOfPut, ct);
    }

    private async Task InsertAsync(List<SubTemplateRow> rows, CancellationToken ct)
    {
        await transaction.InsertAsync(
            "sub_templates",
            ["id", "version", "level", "issuer", "group_folded", "group_path", "project_id", "relying_party", "as_it_came", "overflow", "locked"],
            rows.Select(row => new object?[] { row.Id, row.Version, $"{row.Level}", row.Issuer, row.GroupFolded, row.GroupPath, row.ProjectId, row.RelyingParty, row.AsItCame, $"{row.Overflow}", row.Locked }),
            ct);
        await transaction.InsertAsync(
            "sub_components",
            ["template", "position", "claim", "omit"],
            rows.SelectMany(row => row.Components).Select(component => new object?[] { component.Template, component.Position, component.Claim, component.Omit }),
            ct);
    }

    /// <summary>What the history keeps of a template.</summary>
    public static string Json(SubTemplate template) => NodeJson.Write(TemplateReader.Write(template));
}
