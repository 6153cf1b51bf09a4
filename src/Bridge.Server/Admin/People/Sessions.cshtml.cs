using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.People;

/// <summary>Every session, and an administrator's way to end one.</summary>
[Needs(Right.Read)]
internal sealed class SessionsModel(BridgeDatabase database) : AdminPage
{
    public SessionList Sessions { get; private set; } = null!;

    public async Task OnGetAsync(string? after)
    {
        Sessions = await SessionList.ReadAsync(database, HttpContext, of: null, after);
    }

    public async Task<IActionResult> OnPostEndSessionAsync(Guid id)
    {
        // An auditor changes nothing; their own sessions they end on their own page.
        if (HttpContext.Caller().Right < Right.Admin)
            return StatusCode(StatusCodes.Status403Forbidden);
        if (await database.Sessions.EndAsync(id, null, Gone))
            Tell("The session is ended.");
        return RedirectToPage();
    }
}
