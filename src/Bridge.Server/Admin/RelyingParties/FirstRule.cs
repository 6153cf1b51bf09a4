using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Forms;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>The first rule of a new relying party, as its form asks for it: the jobs of a project, or of a group with all below it.</summary>
/// <param name="For">Whose jobs: <c>project</c>, <c>group</c>, or <c>nobody</c> yet.</param>
/// <param name="Issuer">The issuer, where there are several; a path of one GitLab is no path of another.</param>
/// <param name="Project">The project's id or path.</param>
/// <param name="Group">The group's path.</param>
/// <param name="ProtectedOnly">Whether only branches and tags that GitLab protects count.</param>
internal sealed record FirstRule(string For, string? Issuer, string? Project, string? Group, bool ProtectedOnly)
{
    /// <summary>The rule; null where there is to be none, or with what is wrong and the field that it is wrong in.</summary>
    /// <param name="find">Finds the id of a project by its path, where it is known.</param>
    public async Task<(Node.Map? Rule, (string Field, string Message)? Mistake)> MakeAsync(Func<string, Task<string?>> find)
    {
        var (project, group) = (Project?.Trim().Trim('/') ?? "", Group?.Trim().Trim('/') ?? "");
        return For switch
        {
            "project" when project.Length == 0 => (null, (nameof(Project), "name the project by its id or path")),
            "project" when project.All(char.IsAsciiDigit) => (Rule("project-" + project, ("project_id", NodeParts.Text(project))), null),
            "project" => (Rule("project", ("project_path", NodeParts.Text(project)), ("project_id", await find(project) is { } id ? NodeParts.Text(id) : null)), null),
            "group" when group.Length == 0 || group.Contains('*', StringComparison.Ordinal) => (null, (nameof(Group), "name the group by its path, such as my-group or my-group/team")),
            "group" => (Rule("group", ("project_path", NodeParts.Map([("glob", NodeParts.Text(group + "/**"))]))), null),
            _ => (null, null),
        };
    }

    private Node.Map Rule(string id, params (string Claim, Node? Test)[] whose) => NodeParts.Map(
    [
        ("id", NodeParts.Text(id)),
        ("effect", NodeParts.Text("allow")),
        ("when", NodeParts.Map([("issuer", Issuer is { Length: > 0 } ? NodeParts.Text(Issuer) : null), .. whose, ("ref_protected", ProtectedOnly ? NodeParts.Text("true") : null)])),
    ]);
}
