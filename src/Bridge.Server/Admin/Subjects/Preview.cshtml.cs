using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Subjects;

/// <summary>The part of the editor that follows what is typed: it is asked for with the fields of the form, and nothing is written.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class PreviewModel(Engine engine) : AdminPage
{
    public SubjectPreview? Preview { get; private set; }

    public SubjectImpact? Impact { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var template = TemplateForm.Read(Request.Query).Template();
        var caller = HttpContext.Caller();
        if (!caller.May(Right.Read, await TemplatePlace.OfAsync(engine.Database.Configuration, template, Gone)))
            return NotFound();
        if (Request.Query.ContainsKey("impact"))
            // A new one has no id before it is saved.
            Impact = await SubjectImpact.OfAsync(engine, template.Id.Length > 0 ? template : template with { Id = "new" }, Gone);
        else
            Preview = await SubjectPreview.OfAsync(engine, template, !caller.Reach.IsBound, Gone);
        return Page();
    }
}
