using System.Collections.Immutable;
using Bridge.Subjects;
using Microsoft.Extensions.Primitives;

namespace Bridge.Server.Admin.Subjects;

/// <summary>
/// A template as a form has it: each component is one field <c>claim</c>, in the order of the page, and <c>omit</c> names those that may be
/// left out. So the order of the fields is the order of the components, whoever moved them.
/// </summary>
internal sealed record TemplateForm
{
    public string Id { get; init; } = "";

    public TemplateLevel Level { get; init; }

    public string? Issuer { get; init; }

    public string? Group { get; init; }

    public string? ProjectId { get; init; }

    public string? RelyingParty { get; init; }

    public bool AsItCame { get; init; }

    public ImmutableArray<SubComponent> Components { get; init; } = [];

    public Overflow Overflow { get; init; }

    public bool Locked { get; init; }

    public static TemplateForm Of(SubTemplate template) => new()
    {
        Id = template.Id,
        Level = template.Level,
        Issuer = template.Issuer,
        Group = template.Group,
        ProjectId = template.ProjectId,
        RelyingParty = template.RelyingParty,
        AsItCame = template.AsItCame,
        Components = template.Components,
        Overflow = template.Overflow,
        Locked = template.Locked,
    };

    /// <summary>What was sent, from a form or a query.</summary>
    public static TemplateForm Read(IEnumerable<KeyValuePair<string, StringValues>> sent)
    {
        var fields = sent.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
        var level = Enum.TryParse<TemplateLevel>(Text("level"), ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : TemplateLevel.Instance;
        var omitted = Texts("omit");
        return new()
        {
            Id = Text("id") ?? "",
            Level = level,
            Issuer = level == TemplateLevel.Instance ? null : Text("issuer"),
            Group = level == TemplateLevel.Group ? Text("group") : null,
            ProjectId = level == TemplateLevel.Project ? Text("project_id") : null,
            RelyingParty = Text("relying_party"),
            AsItCame = Text("made") == "as_it_came",
            Components = [.. Texts("claim").Select(claim => new SubComponent(claim, omitted.Contains(claim)))],
            Overflow = Text("overflow") == "digest" ? Overflow.Digest : Overflow.Refuse,
            Locked = Text("locked") is not null,
        };

        string? Text(string name) => fields.GetValueOrDefault(name) is [{ } text, ..] && text.Trim() is { Length: > 0 } some ? some : null;
        string[] Texts(string name) => [.. fields.GetValueOrDefault(name).OfType<string>().Where(text => text.Length > 0)];
    }

    /// <summary>The template; as it came it has no components, and is never a digest.</summary>
    public SubTemplate Template(int version = 0) => new()
    {
        Id = Id,
        Version = version,
        Level = Level,
        Issuer = Issuer,
        Group = Group,
        ProjectId = ProjectId,
        RelyingParty = RelyingParty,
        AsItCame = AsItCame,
        Components = AsItCame ? [] : Components,
        Overflow = AsItCame ? Overflow.Refuse : Overflow,
        Locked = Locked,
    };

    /// <summary>What a button does that a script would do otherwise; null where none of these was pressed.</summary>
    public TemplateForm? Pressed(IFormCollection form)
    {
        if (form["add"] is [{ Length: > 0 } added])
            return Components.Any(component => component.Claim == added) ? this : this with { Components = Components.Add(new SubComponent(added)) };
        if (form["remove"] is [{ } removed])
            return this with { Components = Components.RemoveAll(component => component.Claim == removed) };
        return form["move-up"] is [{ } up] ? Moved(up, -1) : form["move-down"] is [{ } down] ? Moved(down, 1) : null;
    }

    private TemplateForm Moved(string claim, int by)
    {
        var from = Components.IndexOf(Components.FirstOrDefault(component => component.Claim == claim)!);
        var to = from + by;
        return from < 0 || to < 0 || to >= Components.Length ? this : this with { Components = Components.RemoveAt(from).Insert(to, Components[from]) };
    }
}
