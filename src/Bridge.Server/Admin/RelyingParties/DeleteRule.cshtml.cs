using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>Asks, with who would lose by it, then deletes a rule.</summary>
[Needs(Right.Write)]
internal sealed class DeleteRuleModel(Engine engine) : PartyPage(engine)
{
    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, string rule)
    {
        if (!await LoadAsync(id) || Without(rule) is not { } rest)
            return NotFound();
        var who = await WhoPasses.AskAsync(Engine, Party, rest, Gone);
        Question = new Confirmation($"Delete the rule {rule} of {id}?", $"Delete {rule}", Url.Page("/RelyingParties/Rules", new { id })!)
        {
            Breaks =
            [
                $"Of the last {who.Looked} exchanges, {who.Losing} that pass now would be refused, and {who.Gaining} that are refused would pass.",
                .. who.Jobs.Where(jobs => jobs.Loses).Take(5).Select(jobs => $"{jobs.ProjectPath} on {jobs.Ref} loses."),
            ],
            Undo = "It can be brought back from the history of the relying party.",
            AsksWhy = true,
            Carried = [("Version", $"{Stored!.Version}")],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string rule)
    {
        if (!await LoadAsync(id) || Without(rule) is not { } rest)
            return NotFound();
        var there = Url.Page("/RelyingParties/Rules", new { id })!;
        return await ConfirmedAsync(id, rest, $"The rule {rule} is deleted.", there, there);
    }

    private Node.Map? Without(string rule)
    {
        var rules = PartyRules.Of(Stored!.Value);
        return PartyRules.Position(rules, rule) is { } place ? PartyRules.With(Stored.Value, rules.RemoveAt(place)) : null;
    }
}
