using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Configuration;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>Asks, with its id to be typed, then deletes a relying party.</summary>
[Needs(Right.Admin)]
internal sealed class DeleteModel(Engine engine) : PartyPage(engine)
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Question = await AskAsync(id);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? typed)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Question = await AskAsync(id);
        if (!Question.Accepts(typed))
        {
            ModelState.AddModelError(nameof(typed), $"type {id}");
            return Page();
        }

        return await ConfirmedAsync(id, null, $"{id} is deleted.", Url.Page("/RelyingParties/Party", new { id })!, Url.Page("/RelyingParties/Index")!);
    }

    private async Task<Confirmation> AskAsync(string id)
    {
        var last = await Engine.Database.Exchanges.OutcomesAsync(new ExchangeFilter(RelyingParty: id, Since: Engine.Time.GetUtcNow() - Lately), MostCounted, Gone);
        var templates = await Engine.Database.Things.ListTemplatesAsync(new TemplateFilter(RelyingParty: id), null, MostCounted, Gone);
        var granted = last.Count(outcome => outcome.Granted);
        return new Confirmation($"Delete the relying party {id}?", $"Delete {id}", Url.Page("/RelyingParties/Party", new { id })!)
        {
            Breaks =
            [
                "Every exchange for it is refused from now on, on every node. Tokens that were issued live on to their end.",
                last.IsEmpty ? "No job asked for it in the last 7 days."
                    : last.Length < MostCounted ? $"In the last 7 days {granted} of {last.Length} exchanges for it were granted."
                    : $"Of the last {MostCounted} exchanges for it, all within 7 days, {granted} were granted.",
                .. Party.Rules.IsEmpty ? Array.Empty<string>() : [Party.Rules.Length == 1 ? "Its rule goes with it." : $"Its {Party.Rules.Length} rules go with it."],
                .. templates.IsEmpty ? Array.Empty<string>() : ["Sub components that are for it alone must be deleted first: " + string.Join(", ", templates.Take(5).Select(template => template.Id)) + "."],
            ],
            Undo = "It can be brought back from its history, in the change log.",
            Type = id,
            AsksWhy = true,
            Carried = [("Version", $"{Stored!.Version}")],
        };
    }
}
