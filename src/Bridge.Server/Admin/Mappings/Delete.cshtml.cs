using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Mappings;

/// <summary>Asks, then deletes a default claim.</summary>
[Needs(Right.Write)]
internal sealed class DeleteModel(Engine engine) : ThingPage(engine, Section.Mappings)
{
    protected override Right Changing => Right.Write;

    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
            return NotFound();
        var carrying = (await Engine.Configurations.RefreshAsync(Gone)).RelyingParties.Count(party => party.Mappings.Any(mapping => mapping.Target == id));
        Question = new($"Delete the default claim {id}?", $"Delete {id}", Url.Page("/Mappings/Edit", new { id })!)
        {
            Breaks =
            [
                carrying == 1 ? "Tokens of 1 relying party carry it, and lose it unless that has a claim of its own with this name." : $"Tokens of {carrying} relying parties carry it, and lose it where these have no claim of their own with this name.",
                "What reads it there finds nothing: policies that ask for it refuse.",
            ],
            Undo = "Its history stays, and brings it back.",
            AsksWhy = true,
            Carried = [("Version", $"{Stored!.Version}")],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id) =>
        await FindAsync(id) ? await ConfirmedAsync(id, null, $"{id} is deleted.", Url.Page("/Mappings/Edit", new { id })!, Url.Page("/Mappings/Index")!) : NotFound();
}
