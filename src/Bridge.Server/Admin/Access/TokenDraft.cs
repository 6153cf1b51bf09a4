using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Reading;
using Bridge.GitLab;

namespace Bridge.Server.Admin.Access;

/// <summary>An API token as somebody asks for it.</summary>
internal sealed record TokenDraft(string Name, Right Right, Reach Reach, TimeSpan Life)
{
    private const int LongestName = 100;

    private static readonly (string, Right)[] Rights = [.. Enum.GetValues<Right>().Select(right => (right.Word(), right))];

    /// <summary>The draft that a map says, or null with all mistakes.</summary>
    public static TokenDraft? Read(Node.Map map, IEnumerable<string> issuers, out ImmutableArray<Mistake> mistakes)
    {
        var findings = new Findings();
        var reader = new MapReader(map, "", findings);
        var name = reader.Needed("name") ?? "";
        if (name.Length > LongestName)
            reader.Mistake("name", $"can have at most {LongestName} characters");
        reader.Needed("right");
        var right = reader.OneOf("right", Right.Read, Rights);
        var reach = ReachOf(reader, issuers);
        if (!reader.Has("expires_in"))
            reader.Mistake("expires_in", $"is missing: every token ends, after {ApiToken.LongestLife.TotalDays}d at most");
        var life = reader.Duration("expires_in", TimeSpan.FromMinutes(1), ApiToken.LongestLife);
        reader.Done();
        mistakes = findings.Mistakes;
        return mistakes.IsEmpty ? new TokenDraft(name, right, reach, life!.Value) : null;
    }

    private static Reach ReachOf(MapReader reader, IEnumerable<string> issuers)
    {
        var (issuer, project, group) = (reader.Text("issuer"), reader.Text("project_id"), reader.Text("group"));
        if (project is not null && group is not null)
            reader.Mistake("group", "cannot stand beside project_id");
        if (issuer is null && (project ?? group) is not null)
            reader.Mistake("issuer", "is missing: a group or project is known within its issuer");
        if (issuer is not null && project is null && group is null)
            reader.Mistake("issuer", "alone binds a token to nothing: name a project_id or a group, too");
        if (issuer is not null && !issuers.Contains(issuer, StringComparer.Ordinal))
            reader.Mistake("issuer", $"there is no issuer {issuer}");
        if (project is not null && !ProjectPaths.IsId(project))
            reader.Mistake("project_id", "must be GitLab's numeric id of the project");
        if (group is not null && !ProjectPaths.IsGroup(group))
            reader.Mistake("group", "must be the full path of a group, such as my-group/sub");
        return project is not null ? new Reach.Project(issuer ?? "", project) : group is not null ? new Reach.Group(issuer ?? "", group) : Reach.Everything;
    }
}
