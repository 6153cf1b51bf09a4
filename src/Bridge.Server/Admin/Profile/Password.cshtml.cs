using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Profile;

/// <summary>Changes one's own password, by the old one.</summary>
[Needs(Right.Read, Over.Own), NeedsProof(CarriesSecrets = true)]
internal sealed class PasswordModel(BridgeDatabase database, Passwords passwords, GuessLimiter limiter) : AdminPage
{
    [BindProperty]
    public string? Old { get; set; }

    [BindProperty]
    public string? New { get; set; }

    public string Login => Me.Person.Login;

    private SignedIn Me => HttpContext.SignedIn();

    public IActionResult OnGet() => Me.Person.Id.IsLocal ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Me.Person.Id.IsLocal)
            return NotFound();
        if (!limiter.May(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (await passwords.VerifyAsync(Login, Old ?? "", Gone) is null)
            ModelState.AddModelError(nameof(Old), "This is not your password.");
        if (Passwords.Mistake(New, Login) is { } mistake)
            ModelState.AddModelError(nameof(New), mistake);
        if (!ModelState.IsValid)
            return Page();
        await database.LocalAccounts.SetPasswordAsync(Me.Person.Id, Passwords.Hash(New!), Gone);
        await database.Sessions.EndAllAsync(Me.Person.Id, Me.Session.Id, Gone);
        Tell("Your password is changed, and your other sessions are ended.");
        return RedirectToPage("/Profile/Index");
    }
}
