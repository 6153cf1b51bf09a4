using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Mappings;

/// <summary>Makes a default claim.</summary>
[Needs(Right.Write)]
internal sealed class NewModel(Engine engine) : MappingPage(engine)
{
    public override bool IsNew => true;

    public Task<IActionResult> OnGetAsync(string? party, Guid? job) => ShowAsync(null, party, job);

    public async Task<IActionResult> OnPostAsync(string? party, Guid? job, [FromForm(Name = "do")] string? action)
    {
        var target = NewId(Request.Form[$"{Fields}.target"], $"{Fields}.target");
        var changed = Take(target);
        if (action is not (null or "save") || !ModelState.IsValid || await SaveAsync(target, changed, FieldOf) is null)
            return await ShowAsync(target.Length > 0 ? changed : null, party, job);
        Tell($"Tokens carry {target} from the next exchange on.");
        return RedirectToPage("/Mappings/Index");
    }

    /// <summary>What a token would carry with the claim as it is in the form.</summary>
    public Task<IActionResult> OnPostPreviewAsync(string? party, Guid? job) =>
        Request.Form[$"{Fields}.target"].ToString().Trim() is { Length: > 0 } target ? PreviewAsync(Take(target), party, job) : PreviewAsync(null, party, job);
}
