using Bridge.GitLab;
using Bridge.Storage.Model;
using Bridge.Subjects;

namespace Bridge.Storage.Configuration;

/// <summary>Templates to rows and back.</summary>
internal static class TemplateRows
{
    public static SubTemplateRow Of(SubTemplate template, int version)
    {
        var row = new SubTemplateRow
        {
            Id = template.Id,
            Version = version,
            Level = template.Level,
            Issuer = template.Issuer ?? "",
            GroupFolded = StoredText.Key(ProjectPaths.Fold(template.Group ?? "")),
            GroupPath = template.Group ?? "",
            ProjectId = template.ProjectId is { } project ? StoredText.Key(project) : "",
            RelyingParty = template.RelyingParty ?? "",
            AsItCame = template.AsItCame,
            Overflow = template.Overflow,
            Locked = template.Locked,
        };
        foreach (var (position, component) in template.Components.Index())
            row.Components.Add(new SubComponentRow { Template = template.Id, Position = position, Claim = component.Claim, Omit = component.Omit });
        return row;
    }

    public static SubTemplate Read(SubTemplateRow row) => new()
    {
        Id = row.Id,
        Version = row.Version,
        Level = row.Level,
        Issuer = Null(row.Issuer),
        Group = Null(row.GroupPath),
        ProjectId = Null(row.ProjectId),
        RelyingParty = Null(row.RelyingParty),
        AsItCame = row.AsItCame,
        Components = [.. row.Components.OrderBy(component => component.Position).Select(component => new SubComponent(component.Claim, component.Omit))],
        Overflow = row.Overflow,
        Locked = row.Locked,
    };

    private static string? Null(string text) => text.Length == 0 ? null : text;
}
