using Bridge.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.SignIn;

/// <summary>A page that asks one known person for a second factor: at sign-in, and again before what matters most.</summary>
internal abstract class FactorPage(BridgeDatabase database, GuessLimiter limiter, SecondFactor factor, Passkeys passkeys, HalfWay halfWay, SessionStart sessions) : AdminPage
{
    protected HalfWay HalfWay => halfWay;

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public virtual IActionResult OnGet() => Who() is null ? RedirectToPage("/SignIn/Index") : Page();

    public async Task<IActionResult> OnPostAsync(string? code)
    {
        if (!limiter.May(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (Who() is not { } id || await database.LocalAccounts.FindAsync(id, Gone) is not { } account)
            return RedirectToPage("/SignIn/Index");
        if (await factor.VerifyAsync(account, code, Gone))
            return await LetInAsync(account.Person, "password and second factor");
        ModelState.AddModelError("", "This code does not count: it is wrong, too old, or was used before.");
        return Page();
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Who() is { } id && await database.LocalAccounts.FindAsync(id, Gone) is { } account
            ? Content(await passkeys.BeginAskingAsync(HttpContext, account.Person), "application/json")
            : Unauthorized();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        if (!limiter.May(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (Who() is { } id && await passkeys.EndAskingAsync(HttpContext, credential) is { } person && person.Id == id)
            return await LetInAsync(person, "passkey");
        ModelState.AddModelError("", "This passkey is not yours, or not known here.");
        return Page();
    }

    /// <summary>Who is asked; null where the step before is missing or too long ago.</summary>
    protected abstract PersonId? Who();

    private async Task<IActionResult> LetInAsync(Person person, string how)
    {
        halfWay.Delete(Response, "person");
        await sessions.BeginAsync(HttpContext, person, how, null, null, Gone);
        return LocalRedirect(Url.IsLocalUrl(Back) ? Back : "/");
    }
}
