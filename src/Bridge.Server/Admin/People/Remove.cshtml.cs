using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;
using Bridge.Storage.People;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.People;

/// <summary>Asks, then removes somebody with their proofs and sessions.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class RemoveModel(BridgeDatabase database) : AdminPage
{
    public string Name { get; private set; } = "";

    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string issuer, string id)
    {
        var who = new PersonId(issuer, id);
        if (await database.People.FindAsync(who, Gone) is not { } person)
            return NotFound();
        Name = person.Name;
        Question = new Confirmation($"Remove {Name}?", $"Remove {Name}", Url.Page("/People/Index")!)
        {
            Breaks = who.IsLocal
                ? ["All their sessions end at once.", "Their password, authenticator app, passkeys and recovery codes are deleted.", "What they changed stays in the change log under their id."]
                : ["All their sessions end at once.", "Their role is gone. They can sign in with GitLab again, without one.", "What they changed stays in the change log under their id."],
            Undo = who.IsLocal ? "They can be invited again, as somebody new." : null,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string issuer, string id)
    {
        switch (await database.People.RemoveAsync(new PersonId(issuer, id), HttpContext.Caller().Author, Gone))
        {
            case RoleChange.Done:
                Tell("They are removed.");
                break;
            case RoleChange.LastAdministrator:
                Fail("The last administrator cannot be removed. Make another one first.");
                break;
            default:
                return NotFound();
        }

        return RedirectToPage("/People/Index");
    }
}
