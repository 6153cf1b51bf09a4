using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;

namespace Bridge.Server.Admin.People;

/// <summary>Everybody who ever signed in: those with a role first, then the others.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(BridgeDatabase database) : AdminPage
{
    private const int PerPage = 50;
    private const string WithRole = "roles";
    private const string Others = "others";

    /// <summary>Carries a new link over the redirect, once and encrypted.</summary>
    public const string LinkKey = "invitation";

    public ImmutableArray<Person> People { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public string? NewLink { get; private set; }

    public bool MayChange => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync(string? after)
    {
        NewLink = TempData[LinkKey] as string;
        var (group, key) = Read(after);
        var found = group == Others ? [] : await database.People.ListAsync(withRole: true, key, PerPage + 1, Gone);
        if (found.Length <= PerPage)
            found = found.AddRange(await database.People.ListAsync(withRole: false, group == Others ? key : null, PerPage + 1 - found.Length, Gone));
        People = [.. found.Take(PerPage)];
        Pager = Pager.Forward(Request, found.Length > PerPage ? $"{(People[^1].Role is null ? Others : WithRole)}/{People[^1].Id}" : null);
    }

    private static (string Group, PersonId? Key) Read(string? after) => after?.Split('/', 3) is [(WithRole or Others) and var group, var issuer, var id] ? (group, new PersonId(issuer, id)) : (WithRole, null);
}
