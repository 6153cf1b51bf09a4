using Bridge.Subjects;

namespace Bridge.Tests.Subjects;

/// <summary>Templates written short: <c>project_path environment? ref</c>, where <c>?</c> means omit.</summary>
internal static class Templates
{
    public static SubTemplate Of(string id, string components, bool locked = false) => new()
    {
        Id = id,
        Version = 1,
        Level = TemplateLevel.Instance,
        Components = [.. components.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(claim => new SubComponent(claim.TrimEnd('?'), claim.EndsWith('?')))],
        Locked = locked,
    };

    public static SubTemplate For(this SubTemplate template, string? issuer, string? group = null, string? projectId = null, string? relyingParty = null) => template with
    {
        Level = projectId is not null ? TemplateLevel.Project : group is not null ? TemplateLevel.Group : issuer is not null ? TemplateLevel.Issuer : TemplateLevel.Instance,
        Issuer = issuer,
        Group = group,
        ProjectId = projectId,
        RelyingParty = relyingParty,
    };
}
