using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>The settings of a relying party.</summary>
[Needs(Right.Read)]
internal sealed class PartyModel(Engine engine) : PartyPage(engine)
{
    public DefinitionForm Form { get; private set; } = null!;

    protected override Right Changing => Right.Admin;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Form = DefinitionForm.Of(await GroupsAsync(), Stored!.Value);
        Version = Stored.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Form = DefinitionForm.Sent(await GroupsAsync(), Request.Form);
        if (await SaveAsync(id, Form.Read(Stored!.Value), Form.FieldOf) is null)
            return Page();
        Tell($"{id} is saved.");
        return RedirectToPage(new { id });
    }

    private async Task<System.Collections.Immutable.ImmutableArray<FormGroup>> GroupsAsync() =>
        PartyFields.Settings(await Engine.Configurations.CurrentAsync(Gone), Engine.Settings.Exchange.LifetimeCeiling);
}
