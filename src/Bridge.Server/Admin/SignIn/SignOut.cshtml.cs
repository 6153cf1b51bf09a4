using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Ends the session of this browser.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class SignOutModel(SessionStart sessions) : AdminPage
{
    public IActionResult OnGet() => NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        await sessions.EndAsync(HttpContext, HttpContext.SignedIn(), Gone);
        Tell("You are signed out.");
        return RedirectToPage("/SignIn/Index");
    }
}
