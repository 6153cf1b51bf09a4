using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Clients;

/// <summary>The clients of the token endpoint, the public one first.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    private const int PerPage = 50;

    public ImmutableArray<Client> Clients { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public bool MayChange => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync(string? after)
    {
        var configuration = await engine.Configurations.RefreshAsync(Gone);
        var others = configuration.Clients.Where(client => client.Id != Client.DefaultId && (after is null || string.CompareOrdinal(client.Id, after) > 0)).OrderBy(client => client.Id, StringComparer.Ordinal).Take(PerPage + 1).ToImmutableArray();
        Clients = after is null && configuration.FindClient(Client.DefaultId) is { } usual ? [usual, .. others.Take(PerPage)] : [.. others.Take(PerPage)];
        Pager = Pager.Of(Request, null, others.Length > PerPage ? others[PerPage - 1].Id : null);
    }
}
