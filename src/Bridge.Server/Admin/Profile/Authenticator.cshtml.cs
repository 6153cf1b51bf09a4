using System.Security.Cryptography;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.Profile;

/// <summary>Puts another authenticator app in place of one's own.</summary>
[Needs(Right.Read, Over.Own), NeedsProof(CarriesSecrets = true)]
internal sealed class AuthenticatorModel(BridgeDatabase database, SecondFactor factor, GuessLimiter limiter, TimeProvider time) : AdminPage
{
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The new key, encrypted, between showing it and having a code of it.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public Authenticator Shown { get; private set; } = null!;

    private Person Me => HttpContext.SignedIn().Person;

    public IActionResult OnGet() => Me.Id.IsLocal ? Ask(Totp.NewKey()) : NotFound();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Me.Id.IsLocal)
            return NotFound();
        if (!limiter.May(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (ReadKey() is not { } key)
            return Ask(Totp.NewKey());
        if (Totp.Match(key, Code, time.GetUtcNow()) is not { } step)
        {
            ModelState.AddModelError(nameof(Code), "The app shows other digits now. Is the clock of your phone right?");
            return Ask(key);
        }

        await database.LocalAccounts.SetTotpKeyAsync(Me.Id, factor.Protect(key), step, Gone);
        Tell("From now on this app counts.");
        return RedirectToPage("/Profile/Index");
    }

    private PageResult Ask(byte[] key)
    {
        Key = factor.Protect(key);
        ModelState.Remove(nameof(Key));
        Shown = Authenticator.Of(key, Me.Login, Request.Host.Host);
        return Page();
    }

    private byte[]? ReadKey()
    {
        try
        {
            return Key is null ? null : factor.Unprotect(Key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
