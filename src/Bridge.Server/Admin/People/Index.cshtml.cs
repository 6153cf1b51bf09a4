using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.People;

/// <summary>Everybody who ever signed in, and every session. Those with a role come first, then the others.</summary>
[Needs(Right.Read)]
internal sealed class IndexModel(BridgeDatabase database) : AdminPage
{
    private const int PerPage = 50;

    /// <summary>Carries a new link over the redirect, once and encrypted.</summary>
    public const string LinkKey = "invitation";

    public ImmutableArray<Person> People { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public SessionList Sessions { get; private set; } = null!;

    public string? NewLink { get; private set; }

    public bool MayChange => HttpContext.Caller().Right >= Right.Admin;

    public async Task OnGetAsync(string? after)
    {
        NewLink = TempData[LinkKey] as string;
        People = after is null ? await database.People.ListAsync(withRole: true, null, 1000, Gone) : [];
        var others = await database.People.ListAsync(withRole: false, Key(after), PerPage + 1, Gone);
        People = People.AddRange(others.Take(PerPage));
        Pager = Pager.Of(Request, null, others.Length > PerPage ? others[PerPage - 1].Id.ToString() : null);
        Sessions = new SessionList(await database.Sessions.ListAsync(null, Gone), HttpContext.SignedIn().Session.Id, await NamesAsync());
    }

    public async Task<IActionResult> OnPostEndSessionAsync(Guid id)
    {
        // An auditor changes nothing; their own sessions they end on their own page.
        if (!MayChange)
            return StatusCode(StatusCodes.Status403Forbidden);
        if (await database.Sessions.EndAsync(id, null, Gone))
            Tell("The session is ended.");
        return RedirectToPage();
    }

    private async Task<ImmutableDictionary<PersonId, Person>> NamesAsync() => (await database.People.SignedInAsync(Gone)).ToImmutableDictionary(person => person.Id);

    private static PersonId? Key(string? after) => after?.Split('/', 2) is [var issuer, var id] ? new PersonId(issuer, id) : null;
}
