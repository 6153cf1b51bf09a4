using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.RelyingParties;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Mappings;

/// <summary>The claims that tokens of every relying party carry.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(Engine engine) : AdminPage
{
    private const int PerPage = 50;

    public ImmutableArray<MappingRow> Mappings { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public bool MayChange => HttpContext.Caller().Right >= Right.Write;

    public async Task OnGetAsync(string? after)
    {
        var found = await engine.Database.Things.ListAsync(Section.Mappings, after, PerPage + 1, Gone);
        Pager = Pager.Forward(Request, found.Length > PerPage ? found[PerPage - 1].Id : null);
        Mappings = [.. found.Take(PerPage).Select(mapping => MappingRow.Of(mapping.Id, mapping.Value))];
    }
}
