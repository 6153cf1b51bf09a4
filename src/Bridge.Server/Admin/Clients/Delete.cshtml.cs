using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Clients;

/// <summary>Asks, then deletes a client.</summary>
[Needs(Right.Admin)]
internal sealed class DeleteModel(Engine engine) : ThingPage(engine, Section.Clients)
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
            return NotFound();
        var last = await Engine.Database.Exchanges.OutcomesAsync(new ExchangeFilter(Since: Engine.Time.GetUtcNow() - Lately), MostCounted, Gone);
        Question = new Confirmation($"Delete the client {id}?", $"Delete {id}", Url.Page("/Clients/Client", new { id })!)
        {
            Breaks = id == Client.DefaultId
                ? ["What is written of it is forgotten: it is enabled then, without a default audience, as where nothing is said."]
                : ["Its requests are refused from now on, on every node.", $"It made {last.Count(outcome => outcome.Client == id)} of the last {last.Length} exchanges within 7 days."],
            Undo = id == Client.DefaultId ? null : "Its secrets are gone. To stop it for a while, disable it instead.",
            AsksWhy = true,
            Carried = [("Version", $"{Stored!.Version}")],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id) => await FindAsync(id)
        ? await ConfirmedAsync(id, null, $"{id} is deleted.", Url.Page("/Clients/Client", new { id })!, Url.Page("/Clients/Index")!)
        : NotFound();
}
