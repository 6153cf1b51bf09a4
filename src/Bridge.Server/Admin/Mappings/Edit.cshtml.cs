using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.RelyingParties;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Mappings;

/// <summary>Shows a default claim, and changes it.</summary>
[Needs(Right.Read)]
internal sealed class EditModel(Engine engine) : MappingPage(engine)
{
    public override bool IsNew => false;

    public async Task<IActionResult> OnGetAsync(string id, string? party, Guid? job)
    {
        if (!await FindAsync(id))
            return NotFound();
        (Row, Version) = (MappingRow.Of(id, Stored!.Value), Stored.Version);
        return await ShowAsync(null, party, job);
    }

    public async Task<IActionResult> OnPostAsync(string id, string? party, Guid? job, [FromForm(Name = "do")] string? action)
    {
        if (!await FindAsync(id))
            return NotFound();
        var changed = Take(id);
        if (action is not (null or "save") || !ModelState.IsValid || await SaveAsync(id, changed, FieldOf) is null)
            return await ShowAsync(changed, party, job);
        Tell($"{id} is saved, and holds from the next exchange on.");
        return RedirectToPage("/Mappings/Index");
    }

    /// <summary>The preview of another relying party or job, for those who change nothing.</summary>
    public async Task<IActionResult> OnGetPreviewAsync(string id, string? party, Guid? job) => await FindAsync(id) ? await PreviewAsync(null, party, job) : NotFound();

    /// <summary>What a token would carry with the claim as it is in the form.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(string id, string? party, Guid? job) => await FindAsync(id) ? await PreviewAsync(Take(id), party, job) : NotFound();
}
