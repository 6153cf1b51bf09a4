using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Subjects;

/// <summary>Changes a template. Who may not, looks at it and tries what would come of others.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class EditModel(Engine engine) : TemplatePage(engine)
{
    public override bool Exists => true;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await Engine.Database.Things.FindTemplateAsync(id, Gone) is not { } template)
            return NotFound();
        (Form, Version) = (TemplateForm.Of(template), template.Version);
        return await SeesAsync() ? await ShowAsync() : NotFound();
    }

    public Task<IActionResult> OnPostAsync([FromRoute] string id)
    {
        Form = TemplateForm.Read(Request.Form) with { Id = id };
        return PostAsync();
    }
}
