using Bridge.Configuration;
using Bridge.Server.Admin.Definitions.Conditions;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>A page with the form of a rule of a relying party.</summary>
internal abstract class RulePage(Engine engine) : PartyPage(engine)
{
    private const string When = "when";

    /// <summary>The rule's id: of the address, or typed where it is new.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Rule { get; set; }

    /// <summary>Whether it makes one, at the end, and does not change one in its place.</summary>
    public abstract bool IsNew { get; }

    public DefinitionForm Form { get; private set; } = null!;

    public DefinitionForm Grant { get; private set; } = null!;

    public ConditionForm Conditions { get; private set; } = null!;

    public WhoPasses Who { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await LoadAsync(id) || (Find() is null && !IsNew))
            return NotFound();
        var rule = Find() ?? NodeParts.Map([("effect", NodeParts.Text("allow"))]);
        (Form, Grant) = (DefinitionForm.Of(PartyFields.Rule(), rule), DefinitionForm.Of(PartyFields.Grant, rule));
        Conditions = ConditionForm.Of(When, rule) with { Writable = MayChange };
        Version = Stored!.Version;
        Who = await WhoPasses.AskAsync(Engine, Party, null, Gone);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, [FromForm(Name = "do")] string? action)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Take();
        var changed = Changed((row, mistake) => ModelState.AddModelError(Conditions.Row(row), mistake));
        if (action is null or "save" && ModelState.IsValid && await SaveAsync(id, changed, FieldOf) is not null)
        {
            Tell($"The rule {Rule} is saved, and holds from the next exchange on.");
            return RedirectToPage("/RelyingParties/Rules", new { id });
        }

        Who = await WhoPasses.AskAsync(Engine, Party, changed, Gone) with { Mistakes = [] };
        return Page();
    }

    /// <summary>Who would gain or lose with the rule as it is in the form.</summary>
    public async Task<IActionResult> OnPostPassAsync(string id)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Take();
        var mistakes = new List<Mistake>();
        var changed = Changed((_, mistake) => mistakes.Add(new Mistake(When, mistake)));
        var who = await WhoPasses.AskAsync(Engine, Party, mistakes.Count > 0 ? null : changed, Gone);
        return Partial("/Admin/RelyingParties/_WhoPasses.cshtml", mistakes.Count > 0 ? who with { Mistakes = [.. mistakes] } : who);
    }

    private void Take()
    {
        Rule = Rule?.Trim() ?? "";
        (Form, Grant) = (DefinitionForm.Sent(PartyFields.Rule(), Request.Form), DefinitionForm.Sent(PartyFields.Grant, Request.Form));
        Conditions = ConditionForm.Sent(When, Request.Form);
    }

    // The relying party with this rule as it was typed; where somebody deleted it meanwhile, it comes back at the end.
    private Node.Map Changed(Action<int, string> mistake)
    {
        var rules = PartyRules.Of(Stored!.Value);
        var place = IsNew ? null : PartyRules.Position(rules, Rule!);
        var rule = place is { } known ? rules[known] : NodeParts.Map([("id", NodeParts.Text(Rule!))]);
        rule = Conditions.Read(Grant.Read(Form.Read(rule)), mistake);
        return PartyRules.With(Stored.Value, place is { } old ? rules.SetItem(old, rule) : rules.Add(rule));
    }

    private Node.Map? Find() => IsNew ? null : PartyRules.Of(Stored!.Value).FirstOrDefault(rule => PartyRules.IdOf(rule) == Rule);

    private string? FieldOf(string path)
    {
        var prefix = $"{PartyRules.Member}[{Rule}].";
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
            return path.StartsWith(PartyRules.Member, StringComparison.Ordinal) && IsNew ? nameof(Rule) : null;
        var inner = path[prefix.Length..];
        return inner == "id" ? nameof(Rule) : Form.FieldOf(inner) ?? Grant.FieldOf(inner) ?? Conditions.FieldOf(inner);
    }
}
