using System.Collections.Immutable;
using Bridge.Access;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Bridge.Storage.Projects;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Confirmations;

/// <summary>The paths that belong to projects, also where the project moved on.</summary>
[Needs(Right.Read)]
internal sealed class BurnedModel(BridgeDatabase database) : AdminPage
{
    private const int PerPage = 50;

    [BindProperty(Name = "issuer", SupportsGet = true)]
    public string? Issuer { get; set; }

    /// <summary>What the path begins with.</summary>
    [BindProperty(Name = "path", SupportsGet = true)]
    public string? Path { get; set; }

    [BindProperty(Name = "project_id", SupportsGet = true)]
    public string? ProjectId { get; set; }

    public ImmutableArray<BurnedPath> Paths { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(string? after)
    {
        var from = after?.Split('/', 2) is [var issuer, var path] ? new PathKey(issuer, path) : null;
        var found = await database.Projects.BurnedAsync(Issuer, Path, ProjectId, from, PerPage, Gone);
        (Paths, Pager) = (found.Items, Pager.Forward(Request, found.Next is { } next ? $"{next.Issuer}/{next.Path}" : null));
    }

    /// <summary>Whether the project is elsewhere by now.</summary>
    public static bool IsLeft(BurnedPath path) => path.CurrentPath is { } current && ProjectPaths.Fold(current) != path.Path;
}
