using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Settings;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.People;

/// <summary>Makes a link by which somebody becomes a local person.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class InviteModel(BridgeDatabase database, PagesAddress address, BridgeSettings settings, TimeProvider time) : AdminPage
{
    public IActionResult OnGet() => settings.Pages.LocalSignIn ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Role role)
    {
        if (!settings.Pages.LocalSignIn || !Enum.IsDefined(role))
            return NotFound();
        var secret = Secret.Make();
        await database.Invitations.AddAsync(new Invitation(Secret.Hash(secret), role, First: false, HttpContext.Caller().Author, time.GetUtcNow() + Invitation.Life), Gone);
        TempData[IndexModel.LinkKey] = $"{address.Of(Request)}/setup/{secret}";
        return RedirectToPage("/People/Index");
    }
}
