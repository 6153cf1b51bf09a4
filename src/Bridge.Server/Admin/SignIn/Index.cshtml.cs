using System.Collections.Immutable;
using Bridge.Configuration;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Settings;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Where everybody comes in: by GitLab, by passkey, or by password and second factor.</summary>
[NeedsNothing]
internal sealed class IndexModel(Passwords passwords, HalfWay halfWay, Passkeys passkeys, SessionStart sessions, GuessLimiter limiter, BridgeDatabase database, ConfigurationCache configurations, BridgeSettings settings) : AdminPage
{
    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public ImmutableArray<Issuer> GitLabs { get; private set; } = [];

    public bool LocalSignIn => settings.Pages.LocalSignIn;

    public bool NobodyYet { get; private set; }

    public string StartUrl(Issuer issuer) => QueryHelpers.AddQueryString($"/sign-in/{Uri.EscapeDataString(issuer.Id)}/start", "back", Back ?? "/");

    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var configuration = await configurations.CurrentAsync(Gone);
        GitLabs = [.. configuration.Issuers.Where(issuer => issuer is { Enabled: true, SignIn: not null, GitLabUrl: not null })];
        NobodyYet = LocalSignIn && !await database.Invitations.AdministratorExistsAsync(Gone);
        await next();
    }

    public void OnGet()
    {
        Back = Local(Back);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Refused() is { } refused)
            return refused;
        if (await passwords.VerifyAsync(Login ?? "", Password ?? "", Gone) is not { } account)
        {
            // One sentence for all: which of them it is, is nobody's business.
            ModelState.AddModelError("", $"This login and password do not belong together. After {Passwords.Attempts} wrong attempts an account is locked for {Passwords.Locked.TotalMinutes:0} minutes.");
            return Page();
        }

        halfWay.Write(Response, "person", account.Person.Id.Id);
        return RedirectToPage("/SignIn/Factor", new { back = Local(Back) });
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Refused() is { } refused ? refused : Content(await passkeys.BeginAskingAsync(HttpContext, person: null), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        if (Refused() is { } refused)
            return refused;
        if (await passkeys.EndAskingAsync(HttpContext, credential) is not { } person)
        {
            ModelState.AddModelError("", "This passkey is not known here.");
            return Page();
        }

        await sessions.BeginAsync(HttpContext, person, "passkey", null, null, Gone);
        return LocalRedirect(Local(Back));
    }

    /// <summary>An address on these pages; the overview instead of any other.</summary>
    private string Local(string? back) => Url.IsLocalUrl(back) ? back : "/";

    private StatusCodeResult? Refused() => !LocalSignIn ? NotFound() : limiter.May(HttpContext) ? null : StatusCode(StatusCodes.Status429TooManyRequests);
}
