using Bridge.Access;
using Bridge.GitLab;
using Bridge.Storage;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Server.Admin.Access;

/// <summary>Finds the place that a request is over.</summary>
internal sealed class Places(BridgeDatabase database)
{
    /// <summary>The place, or null where the request names none that there can be.</summary>
    public async ValueTask<Place?> FindAsync(HttpContext context, Over over) => over switch
    {
        Over.Instance => Place.Instance,
        Over.Project => await ProjectAsync(Value(context, "issuer"), Value(context, "project_id"), context.RequestAborted),
        _ => null,
    };

    /// <summary>A project with the path it was last granted or confirmed under.</summary>
    public async ValueTask<Place.Project?> ProjectAsync(string issuer, string id, CancellationToken ct)
    {
        if (!ProjectPaths.IsId(id))
            return null;
        await using var context = database.CreateContext();
        return new Place.Project(issuer, id, await context.ProjectPins.Where(pin => pin.Issuer == issuer && pin.ProjectId == id).Select(pin => pin.Path).SingleOrDefaultAsync(ct));
    }

    private static string Value(HttpContext context, string name) => context.GetRouteValue(name) as string ?? "";
}
