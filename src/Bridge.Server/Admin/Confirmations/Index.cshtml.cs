using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Confirmations;

/// <summary>The projects that are refused until an administrator confirms them.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(BridgeDatabase database, ConfigurationCache configurations) : AdminPage
{
    private const int PerPage = 25;

    public string? Issuer { get; private set; }

    public ImmutableArray<string> Issuers { get; private set; } = [];

    public ImmutableArray<WaitingProject> Waiting { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public bool MayConfirm => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync(string? issuer, string? after)
    {
        Issuer = issuer;
        Issuers = [.. (await configurations.CurrentAsync(Gone)).Issuers.Select(one => one.Id)];
        var found = await database.Projects.WaitingAsync(issuer, ProjectPlace.Read(after), PerPage, Gone);
        (Waiting, Pager) = (found.Items, Pager.Forward(Request, ProjectPlace.Write(found.Next)));
    }
}
