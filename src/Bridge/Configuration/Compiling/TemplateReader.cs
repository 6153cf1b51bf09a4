using System.Collections.Immutable;
using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.Subjects;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads sub components with their scope, and writes them as they are read.</summary>
public static class TemplateReader
{
    /// <summary>Most components that a template can have, for a claim stands once. What looks for doubles in more would take the square of their number.</summary>
    private static readonly int MostComponents = GitLabClaims.All.Count(claim => GitLabClaims.IsComponent(claim.Name));

    /// <summary>The template of a map. Its level follows from the scope that it names.</summary>
    internal static SubTemplate Read(MapReader map)
    {
        var template = new SubTemplate
        {
            Id = map.Id() ?? "",
            Version = 0,
            Level = map.Has("project_id") ? TemplateLevel.Project : map.Has("group") ? TemplateLevel.Group : map.Has("issuer") ? TemplateLevel.Issuer : TemplateLevel.Instance,
            Issuer = map.Text("issuer"),
            Group = map.Text("group"),
            ProjectId = map.Text("project_id"),
            RelyingParty = map.Text("relying_party"),
            AsItCame = map.Flag("as_it_came", false),
            Components = Components(map),
            Overflow = map.OneOf("overflow", Overflow.Refuse, ("refuse", Overflow.Refuse), ("digest", Overflow.Digest)),
            Locked = map.Flag("locked", false),
        };
        map.Done();
        return template;
    }

    /// <summary>The map that a template is read from, with nothing in it that goes without saying.</summary>
    public static Node.Map Write(SubTemplate template)
    {
        var members = ImmutableArray.CreateBuilder<Node.Member>();
        Add("id", template.Id);
        Add("issuer", template.Issuer);
        Add("group", template.Group);
        Add("project_id", template.ProjectId);
        Add("relying_party", template.RelyingParty);
        if (template.AsItCame)
            members.Add(new("as_it_came", True, 0));
        if (!template.Components.IsEmpty)
            members.Add(new("components", new Node.List([.. template.Components.Select(Component)], 0), 0));
        Add("overflow", template.Overflow == Overflow.Digest ? "digest" : null);
        if (template.Locked)
            members.Add(new("locked", True, 0));
        return new Node.Map(members.ToImmutable(), 0);

        void Add(string name, string? text)
        {
            if (text is not null)
                members.Add(new(name, Text(text), 0));
        }
    }

    private static Node.Scalar True => new("true", ScalarType.Boolean, 0);

    private static Node.Scalar Text(string text) => new(text, ScalarType.Text, 0);

    private static Node Component(SubComponent component) => component.Omit
        ? new Node.Map([new("claim", Text(component.Claim), 0), new("missing", Text("omit"), 0)], 0)
        : Text(component.Claim);

    private static ImmutableArray<SubComponent> Components(MapReader map)
    {
        var items = map.Items("components");
        if (items.Length > MostComponents)
            map.Mistake("components", $"are {items.Length}; there are only {MostComponents} claims that a sub can be built of");
        return [.. items.Take(MostComponents).Select((item, index) => Component(map, item, $"{map.At("components")}[{index}]"))];
    }

    private static SubComponent Component(MapReader owner, Node item, string path)
    {
        if (item is not Node.Map inner)
            return new SubComponent(owner.TextOf(item, path) ?? "");
        var map = new MapReader(inner, path, owner.Findings);
        var named = map.Needed("claim");
        var omit = map.OneOf("missing", false, ("omit", true), ("refuse", false));
        map.Done();
        return new SubComponent(named ?? "", omit);
    }
}
