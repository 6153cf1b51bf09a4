using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Clients;

/// <summary>Makes a client with a secret that is shown once.</summary>
[Needs(Right.Admin)]
internal sealed class NewModel(Engine engine) : ThingPage(engine, Section.Clients)
{
    [BindProperty]
    public string? Id { get; set; }

    public DefinitionForm Form { get; private set; } = null!;

    public async Task OnGetAsync() => Form = DefinitionForm.Of(await ClientFields.GroupsAsync(Engine, Gone), new Node.Map([], 0));

    public async Task<IActionResult> OnPostAsync()
    {
        Form = DefinitionForm.Sent(await ClientFields.GroupsAsync(Engine, Gone), Request.Form);
        var id = NewId(Id, nameof(Id));
        var (secret, hash) = ClientSecret.Make();
        var value = Form.Read(ClientSecret.With(NodeParts.Map([("id", NodeParts.Text(id))]), [hash]));
        if (!ModelState.IsValid || await SaveAsync(id, value, path => path == "id" ? nameof(Id) : Form.FieldOf(path)) is null)
            return Page();
        TempData[ClientModel.SecretKey] = secret;
        Tell($"{id} is made.");
        return RedirectToPage("/Clients/Client", new { id });
    }
}
