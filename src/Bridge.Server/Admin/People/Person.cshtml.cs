using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;
using Bridge.Storage.People;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.People;

/// <summary>Gives somebody a role or takes it: it holds from their next request on.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class PersonModel(BridgeDatabase database) : AdminPage
{
    public Person Person { get; private set; } = null!;

    public IEnumerable<(Role? Value, string Title, string Text)> Choices =>
    [
        (null, Person.Id.IsLocal ? "None" : "None of their own", Person.Id.IsLocal ? "Can sign in and sees nothing." : "Changes the components of the projects that they maintain in GitLab, nothing else."),
        (Role.Auditor, "Auditor", "Sees everything, changes nothing."),
        (Role.Admin, "Administrator", "May change everything, people too."),
    ];

    public async Task<IActionResult> OnGetAsync(string issuer, string id) => await FindAsync(issuer, id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string issuer, string id, Role? role)
    {
        if (!ModelState.IsValid || (role is { } given && !Enum.IsDefined(given)))
            return BadRequest();
        switch (await database.People.SetRoleAsync(new PersonId(issuer, id), role, HttpContext.Caller().Author, Gone))
        {
            case RoleChange.Done:
                Tell("The role is changed, from their next request on.");
                return RedirectToPage("/People/Index");
            case RoleChange.LastAdministrator when await FindAsync(issuer, id):
                ModelState.AddModelError("", "This is the last administrator. Make another one first.");
                return Page();
            default:
                return NotFound();
        }
    }

    private async Task<bool> FindAsync(string issuer, string id)
    {
        if (await database.People.FindAsync(new PersonId(issuer, id), Gone) is not { } person)
            return false;
        Person = person;
        return true;
    }
}
