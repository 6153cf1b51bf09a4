using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>
/// The rules of a relying party in their order. Order and shadow switches are changed together and saved once; until then a draft
/// says who would gain and who would lose.
/// </summary>
[Needs(Right.Read)]
internal sealed class RulesModel(Engine engine) : PartyPage(engine)
{
    public ImmutableArray<RuleLine> Rules { get; private set; } = [];

    /// <summary>Whether what is shown is not what is stored.</summary>
    public bool Changed { get; private set; }

    public WhoPasses Who { get; private set; } = null!;

    /// <summary>The rule that was moved last: its button keeps the focus.</summary>
    public string? Moved { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Version = Stored!.Version;
        await ShowAsync(Stored.Value);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string[] order, string[] shadow, [FromForm(Name = "do")] string? action)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var moved = Move(order, action);
        var changed = Arranged(moved, shadow);
        if (action is null or "save" && await SaveAsync(id, changed, _ => null) is { } done)
        {
            if (done.Changed)
                Tell("The rules are saved, and hold from the next exchange on.");
            return RedirectToPage(new { id });
        }

        await ShowAsync(changed);
        return Page();
    }

    /// <summary>What the order and switches as they are in the form would change.</summary>
    public async Task<IActionResult> OnPostPassAsync(string id, string[] order, string[] shadow)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var changed = Arranged(order, shadow);
        return Partial("/Admin/RelyingParties/_WhoPasses.cshtml", await WhoPasses.AskAsync(Engine, Party, changed.SameAs(Stored!.Value) ? null : changed, Gone));
    }

    private async Task ShowAsync(Node.Map shown)
    {
        Rules = [.. PartyRules.Of(shown).Select(RuleLine.Of)];
        Changed = !shown.SameAs(Stored!.Value);
        Who = await WhoPasses.AskAsync(Engine, Party, Changed ? shown : null, Gone);
    }

    private string[] Move(string[] order, string? action)
    {
        if (action?.Split(':', 2) is not [var way, var rule] || Array.IndexOf(order, rule) is not (>= 0 and var from))
            return order;
        Moved = rule;
        var to = Math.Clamp(way == "up" ? from - 1 : from + 1, 0, order.Length - 1);
        var moved = order.ToList();
        moved.RemoveAt(from);
        moved.Insert(to, rule);
        return [.. moved];
    }

    // A rule that came meanwhile is in nobody's order: it stays, behind the others.
    private Node.Map Arranged(string[] order, string[] shadow)
    {
        var rules = PartyRules.Of(Stored!.Value);
        var arranged = rules.Select(rule => Shaded(rule, shadow)).OrderBy(rule => Array.IndexOf(order, PartyRules.IdOf(rule)) is >= 0 and var place ? place : int.MaxValue).ToImmutableArray();
        return rules.IsEmpty || rules.SequenceEqual(arranged) ? Stored.Value : PartyRules.With(Stored.Value, arranged);
    }

    private static Node.Map Shaded(Node.Map rule, string[] shadow) => (rule.FlagAt("shadow", false), shadow.Contains(PartyRules.IdOf(rule))) switch
    {
        (false, true) => rule.With("shadow", NodeParts.Flag(true)),
        (true, false) => rule.With("shadow", null),
        _ => rule,
    };
}
