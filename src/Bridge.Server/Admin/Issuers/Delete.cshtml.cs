using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Issuers;

/// <summary>Asks, with its id to be typed, then deletes an issuer.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class DeleteModel(Engine engine) : ThingPage(engine, Section.Issuers)
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
            return NotFound();
        Question = await AskAsync(id);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? typed)
    {
        if (!await FindAsync(id))
            return NotFound();
        Question = await AskAsync(id);
        if (!Question.Accepts(typed))
        {
            ModelState.AddModelError(nameof(typed), $"type {id}");
            return Page();
        }

        return await ConfirmedAsync(id, null, $"{id} is deleted.", Url.Page("/Issuers/Issuer", new { id })!, Url.Page("/Issuers/Index")!);
    }

    private async Task<Confirmation> AskAsync(string id) => new($"Delete the issuer {id}?", $"Delete {id}", Url.Page("/Issuers/Issuer", new { id })!)
    {
        Breaks =
        [
            "Every CI token of it is refused from now on, on every node.",
            "Its projects, their pins and enrolments are of no use any more: the id and the subject prefix are never used again.",
            await SwitchModel.BreaksAsync(Engine, id, Gone),
        ],
        Undo = "To stop it for a while, disable it instead. Records of its exchanges stay.",
        Type = id,
        AsksWhy = true,
        Carried = [("Version", $"{Stored!.Version}")],
    };
}
