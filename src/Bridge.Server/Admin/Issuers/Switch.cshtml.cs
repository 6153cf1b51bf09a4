using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Issuers;

/// <summary>Asks, then switches an issuer off or on, at once.</summary>
[Needs(Right.Admin), NeedsProof]
internal sealed class SwitchModel(Engine engine) : ThingPage(engine, Section.Issuers)
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
            return NotFound();
        var enabled = Stored!.Value.FlagAt("enabled", true);
        Question = new Confirmation(enabled ? $"Disable {id}?" : $"Enable {id}?", enabled ? $"Disable {id}" : $"Enable {id}", Url.Page("/Issuers/Issuer", new { id })!)
        {
            Breaks = enabled
                ? ["Every CI token of it is refused from now on, on every node.", "Nobody signs in to these pages with it, and who did loses their session's rights.", await BreaksAsync(Engine, id, Gone)]
                : ["Jobs of it can exchange their tokens again, by the rules as they are now."],
            Undo = enabled ? "It can be enabled again at any time; tokens that were issued live on to their end." : null,
            AsksWhy = true,
            Carried = [("Version", $"{Stored.Version}")],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await FindAsync(id))
            return NotFound();
        var enabled = !Stored!.Value.FlagAt("enabled", true);
        var there = Url.Page("/Issuers/Issuer", new { id })!;
        return await ConfirmedAsync(id, Stored.Value.With("enabled", NodeParts.Flag(enabled)), enabled ? $"{id} is enabled." : $"{id} is disabled.", there, there);
    }

    /// <summary>How much an issuer was used lately, in a sentence.</summary>
    public static async Task<string> BreaksAsync(Engine engine, string id, CancellationToken ct)
    {
        var last = await engine.Database.Exchanges.OutcomesAsync(new ExchangeFilter(Since: engine.Time.GetUtcNow() - Lately), MostCounted, ct);
        var granted = last.Count(outcome => outcome.Granted && outcome.Issuer == id);
        return last.IsEmpty
            ? "There was no exchange in the last 7 days."
            : $"Of the last {last.Length} exchanges within 7 days, {granted} were granted to jobs of it.";
    }
}
