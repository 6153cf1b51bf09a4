using Bridge.Access;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Storage;

namespace Bridge.Server.Admin.Access;

/// <summary>Finds the place that a request is over.</summary>
internal sealed class Places(BridgeDatabase database, ConfigurationCache configurations)
{
    /// <summary>The place, or null where the request names none that there can be.</summary>
    public async ValueTask<Place?> FindAsync(HttpContext context, Over over) => over switch
    {
        Over.Instance => Place.Instance,
        Over.Project => await ProjectAsync(Value(context, "issuer"), Value(context, "project_id"), context.RequestAborted),
        Over.GitLabProject => await GitLabProjectAsync(context, context.RequestAborted),
        _ => null,
    };

    /// <summary>A project with the path it was last granted or confirmed under.</summary>
    public async ValueTask<Place.Project?> ProjectAsync(string issuer, string id, CancellationToken ct)
    {
        if (!ProjectPaths.IsId(id))
            return null;
        var stored = await database.Configuration.FindProjectAsync(new ProjectQuery(issuer, id, "", null, null), ct);
        return new Place.Project(issuer, id, stored.Pin?.Path);
    }

    // By its numeric id whether Bridge has seen it or not, for its components may be set before its first job; by a path only
    // where that is the one it was last granted or confirmed under.
    private async ValueTask<Place?> GitLabProjectAsync(HttpContext context, CancellationToken ct)
    {
        var issuers = (await configurations.RefreshAsync(ct)).Issuers;
        var named = context.GetRouteValue("issuer") as string ?? (issuers.Length == 1 ? issuers[0].Id : null);
        if (named is null || issuers.All(issuer => issuer.Id != named))
            return null;
        // A slash in a path comes as %2F, which the server leaves as it is.
        string? id = Value(context, "id").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (!ProjectPaths.IsId(id))
            id = await database.Things.FindProjectAsync(named, id, ct);
        return id is null ? null : await ProjectAsync(named, id, ct);
    }

    private static string Value(HttpContext context, string name) => context.GetRouteValue(name) as string ?? "";
}
