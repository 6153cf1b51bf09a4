using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Clients;

/// <summary>Asks, then ends one of a client's two secrets.</summary>
[Needs(Right.Admin)]
internal sealed class EndSecretModel(Engine engine) : ThingPage(engine, Section.Clients)
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, string hash)
    {
        if (!await FindAsync(id) || !ClientSecret.HashesOf(Stored!.Value).Contains(hash))
            return NotFound();
        Question = new Confirmation($"End the secret {hash[..12]}… of {id}?", "End this secret", Url.Page("/Clients/Client", new { id })!)
        {
            Breaks = ["A client that still sends it is refused from now on, on every node.", "The other secret stays good."],
            Undo = "It cannot be brought back; another one can be made.",
            Carried = [("Version", $"{Stored.Version}")],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string hash)
    {
        if (!await FindAsync(id) || !ClientSecret.HashesOf(Stored!.Value).Contains(hash))
            return NotFound();
        var there = Url.Page("/Clients/Client", new { id })!;
        return await ConfirmedAsync(id, ClientSecret.With(Stored.Value, ClientSecret.HashesOf(Stored.Value).Remove(hash)), "The secret is ended.", there, there);
    }
}
