using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.People;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;
using Bridge.Storage.Model;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Profile;

/// <summary>What somebody proves with, and where they are signed in. A local person changes it; of others GitLab keeps it.</summary>
[Needs(Right.Read, Over.Own), NeedsProof(CarriesSecrets = true)]
internal sealed class IndexModel(BridgeDatabase database, Passkeys passkeys) : AdminPage
{
    public SignedIn Me => HttpContext.SignedIn();

    public LocalAccount? Account { get; private set; }

    public int CodesLeft { get; private set; }

    public ImmutableArray<PasskeyRow> PasskeyRows { get; private set; } = [];

    public ImmutableArray<string> NewCodes { get; private set; } = [];

    public SessionList Sessions { get; private set; } = null!;

    public async Task OnGetAsync(string? after)
    {
        Account = await database.LocalAccounts.FindAsync(Me.Person.Id, Gone);
        if (Account is not null)
            (CodesLeft, PasskeyRows) = (await database.LocalAccounts.RecoveryCodesLeftAsync(Me.Person.Id, Gone), await database.LocalAccounts.PasskeysAsync(Me.Person.Id, Gone));
        Sessions = await SessionList.ReadAsync(database, HttpContext, Me.Person.Id, after);
    }

    public async Task<IActionResult> OnPostCodesAsync()
    {
        if (!Me.Person.Id.IsLocal)
            return NotFound();
        NewCodes = RecoveryCode.Make();
        await database.LocalAccounts.SetRecoveryCodesAsync(Me.Person.Id, RecoveryCode.Hash(NewCodes), Gone);
        await OnGetAsync(after: null);
        return Page();
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Me.Person.Id.IsLocal ? Content(await passkeys.BeginMakingAsync(HttpContext, Me.Person), "application/json") : NotFound();

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, string? name)
    {
        if (!Me.Person.Id.IsLocal)
            return NotFound();
        var called = string.IsNullOrWhiteSpace(name) ? "Passkey" : name.Trim();
        if (await passkeys.EndMakingAsync(HttpContext, Me.Person, credential, called.Length > 60 ? called[..60] : called))
            Tell("The passkey is kept. It signs you in alone, without the password.");
        else
            Fail("The passkey was not kept: it did not answer the question of this page. Try again.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(string? id)
    {
        if (await database.LocalAccounts.RemovePasskeyAsync(Me.Person.Id, id ?? "", Gone))
            Tell("The passkey is removed; it signs nobody in any more.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndSessionAsync(Guid id)
    {
        if (await database.Sessions.EndAsync(id, Me.Person.Id, Gone))
            Tell("The session is ended.");
        return RedirectToPage();
    }
}
