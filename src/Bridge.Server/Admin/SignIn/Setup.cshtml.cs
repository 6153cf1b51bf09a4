using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Settings;
using Bridge.Storage;
using Bridge.Storage.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Where a one-time link leads: somebody becomes a local person, with a password and a second factor, or an administrator who lost them
/// chooses new ones.
/// </summary>
[NeedsNothing]
internal sealed partial class SetupModel(GuessLimiter limiter, SecondFactor factor, SessionStart sessions, BridgeDatabase database, BridgeSettings settings, TimeProvider time) : AdminPage
{
    public const int ShortestPassword = Passwords.Shortest;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The key of the authenticator app, encrypted, between showing it and having a code of it.</summary>
    [BindProperty]
    public string? Key { get; set; }

    public bool First { get; private set; }

    public Role Role { get; private set; }

    /// <summary>Who chooses new proofs; null where somebody comes anew.</summary>
    public Person? Recovered { get; private set; }

    public Authenticator Authenticator { get; private set; } = null!;

    public ImmutableArray<string> RecoveryCodes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string secret) => await FindAsync(secret) is null ? Void() : Ask(Totp.NewKey());

    public async Task<IActionResult> OnPostAsync(string secret)
    {
        if (!limiter.May(HttpContext))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (await FindAsync(secret) is not { } invitation)
            return Void();
        if (ReadKey() is not { } key)
            return Ask(Totp.NewKey());
        var step = Totp.Match(key, Code, time.GetUtcNow());
        Check(step);
        return ModelState.IsValid ? await AcceptAsync(invitation, key, step!.Value) : Ask(key);
    }

    private void Check(long? step)
    {
        if (Recovered is null && (string.IsNullOrWhiteSpace(Name) || Name.Length > 100))
            ModelState.AddModelError(nameof(Name), "Say what you are called.");
        if (Recovered is null && (Login is null || !LoginForm().IsMatch(Login)))
            ModelState.AddModelError(nameof(Login), "Take letters, digits, dots, dashes, underscores or an address: 60 characters at most.");
        if (Passwords.Mistake(Password, Recovered?.Login ?? Login) is { } mistake)
            ModelState.AddModelError(nameof(Password), mistake);
        if (step is null)
            ModelState.AddModelError(nameof(Code), "The app shows other digits now. Is the clock of your phone right?");
    }

    private async Task<IActionResult> AcceptAsync(Invitation invitation, byte[] key, long step)
    {
        var now = time.GetUtcNow();
        var person = invitation.Recovers ?? new Person { Id = new PersonId(PersonId.Local, Guid.CreateVersion7(now).ToString()), Login = Login!, Name = Name!.Trim(), CreatedAt = now };
        var account = new LocalAccount { Person = person, PasswordHash = Passwords.Hash(Password!), ProtectedTotpKey = factor.Protect(key) };
        var codes = RecoveryCode.Make();
        var hashes = RecoveryCode.Hash(codes);
        switch (Recovered is null ? await database.Invitations.AcceptAsync(invitation.Hash, account, hashes, step, Gone) : await database.Invitations.RecoverAsync(invitation.Hash, account, hashes, step, Gone))
        {
            case Uninvited.LoginTaken:
                ModelState.AddModelError(nameof(Login), "Somebody else has this login.");
                return Ask(key);
            case Uninvited.Void:
                return Void();
            default:
                await sessions.BeginAsync(HttpContext, person, Recovered is null ? "invitation" : "recovery link", null, null, Gone);
                RecoveryCodes = codes;
                return Page();
        }
    }

    private async Task<Invitation?> FindAsync(string secret)
    {
        var invitation = settings.Pages.LocalSignIn ? await database.Invitations.FindAsync(Secret.Hash(secret), Gone) : null;
        (First, Role, Recovered) = (invitation?.First == true, invitation?.Role ?? Role.Auditor, invitation?.Recovers);
        return invitation;
    }

    private PageResult Ask(byte[] key)
    {
        Key = factor.Protect(key);
        ModelState.Remove(nameof(Key));
        Authenticator = Authenticator.Of(key, Recovered?.Login ?? Login ?? "administrator", Request.Host.Host);
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

    private RedirectToPageResult Void()
    {
        Fail("This link is void: it was used, it is older than an hour, a newer one took its place, local sign-in is off, or there is an administrator already.");
        return RedirectToPage("/SignIn/Index");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@+-]{0,59}\z", RegexOptions.None, 1000)]
    private static partial Regex LoginForm();
}
