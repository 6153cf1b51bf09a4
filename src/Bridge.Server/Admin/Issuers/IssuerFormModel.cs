using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Conditions;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Issuers;

/// <summary>Makes an issuer, or changes one.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class IssuerFormModel(Engine engine) : ThingPage(engine, Section.Issuers)
{
    private const string Mandatory = "mandatory";

    private DefinitionForm? form;

    /// <summary>The id: of the address, or typed where it is new.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    public bool IsNew => !RouteData.Values.ContainsKey("id");

    public DefinitionForm Form => form!;

    public DefinitionForm Strangers { get; private set; } = null!;

    public ConditionForm Conditions { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!IsNew && !await FindAsync(Id!))
            return NotFound();
        var value = Stored?.Value ?? new Node.Map([], 0);
        (form, Strangers) = (DefinitionForm.Of(IssuerFields.Groups(Engine.Settings.Issuer.Text), value), DefinitionForm.Of([IssuerFields.Shared], value));
        (Conditions, Version) = (ConditionForm.Of(Mandatory, value), Stored?.Version ?? 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "do")] string? action)
    {
        var id = Id?.Trim() ?? "";
        if (!IsNew)
            await FindAsync(id);
        (form, Strangers) = (DefinitionForm.Sent(IssuerFields.Groups(Engine.Settings.Issuer.Text), Request.Form), DefinitionForm.Sent([IssuerFields.Shared], Request.Form));
        Conditions = ConditionForm.Sent(Mandatory, Request.Form);
        if (action is not (null or "save"))
            return Page();
        if (IsNew)
            NewId(id, nameof(Id));
        var value = Strangers.Read(form.Read(Stored?.Value ?? NodeParts.Map([("id", NodeParts.Text(id))])));
        value = Conditions.Read(value, (row, mistake) => ModelState.AddModelError(Conditions.Row(row), mistake));
        if (!ModelState.IsValid || await SaveAsync(id, value, FieldOf) is null)
            return Page();
        Tell(IsNew ? $"{id} is trusted. Bridge fetches its keys now." : $"{id} is saved.");
        return RedirectToPage("/Issuers/Issuer", new { id });
    }

    private string? FieldOf(string path) => path == "id" ? nameof(Id) : Form.FieldOf(path) ?? Strangers.FieldOf(path) ?? Conditions.FieldOf(path);
}
