using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>
/// Makes a relying party in two steps: first the kind of service, which fills the form, then what is its own: a name, the
/// audience, and whose jobs may have a token.
/// </summary>
[Needs(Right.Admin)]
internal sealed class NewModel(Engine engine) : ThingPage(engine, Section.RelyingParties)
{
    /// <summary>The kind of service; null in the first step.</summary>
    public Preset? Preset { get; private set; }

    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public string For { get; set; } = "project";

    [BindProperty]
    public string? Issuer { get; set; }

    [BindProperty]
    public string? Project { get; set; }

    [BindProperty]
    public string? Group { get; set; }

    [BindProperty]
    public bool ProtectedOnly { get; set; }

    public DefinitionForm Form { get; private set; } = null!;

    /// <summary>The issuers whose jobs may come.</summary>
    public ImmutableArray<(string Id, string Name)> Issuers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? preset)
    {
        await LoadAsync(preset);
        ProtectedOnly = true;
        if (Preset is not null)
            (Id, Form) = (Preset.Id == "plain" ? null : Preset.Id, DefinitionForm.Of(Groups(Preset), Filled(Preset)));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? preset)
    {
        await LoadAsync(preset);
        if (Preset is null)
            return NotFound();
        Form = DefinitionForm.Sent(Groups(Preset), Request.Form);
        var id = NewId(Id, nameof(Id));
        var issuer = Issuer is { Length: > 0 } chosen ? chosen : Issuers is [var only] ? only.Id : null;
        var (rule, mistake) = await new FirstRule(For, Issuers.Length > 1 ? Issuer : null, Project, Group, ProtectedOnly)
            .MakeAsync(async path => issuer is null ? null : await Engine.Database.Things.FindProjectAsync(issuer, path, Gone));
        if (mistake is { } wrong)
            ModelState.AddModelError(wrong.Field, wrong.Message);
        var value = Form.Read(NodeParts.Map([("id", NodeParts.Text(id)), ("audience", NodeParts.Text("")), ("profile", NodeParts.Text(Preset.Id))]));
        if (rule is not null)
            value = PartyRules.With(value, [rule]);
        if (!ModelState.IsValid || await SaveAsync(id, value, FieldOf) is null)
            return Page();
        Tell($"{id} is made. What the other side must be told is here, and the job too.");
        if (rule is null)
            Warn("It has no rule yet, so no job gets in.");
        return RedirectToPage("/RelyingParties/Recipe", new { id });
    }

    private async Task LoadAsync(string? preset)
    {
        Preset = Preset.Find(preset);
        Issuers = [.. (await Engine.Configurations.RefreshAsync(Gone)).Issuers.Select(issuer => (issuer.Id, issuer.Name))];
    }

    private string? FieldOf(string path) => path switch
    {
        "id" => nameof(Id),
        _ when path.StartsWith("rules", StringComparison.Ordinal) => For == "group" ? nameof(Group) : nameof(Project),
        _ => Form.FieldOf(path),
    };

    private static ImmutableArray<FormGroup> Groups(Preset preset) =>
    [
        new("Its tokens",
        [
            PartyFields.Audience(preset.AudienceHint) with { Placeholder = preset.AudienceLike },
            .. preset.NeedsPrefix ? [PartyFields.Prefix with { Required = true, Help = "Put before the user's name and each group, so that no job becomes one that others made." }] : Array.Empty<FormField>(),
            PartyFields.Lifetime(preset.Lifetime.Why),
            PartyFields.Replay,
            PartyFields.Algorithm with { Help = preset.Es256, Options = [.. PartyFields.Algorithm.Options.Where(option => !preset.OnlyRs256 || option.Value.Length == 0)] },
        ]),
    ];

    private static Node.Map Filled(Preset preset) => NodeParts.Map(
    [
        ("audience", preset.Audience.Length == 0 ? null : NodeParts.Text(preset.Audience)),
        ("prefix", preset.NeedsPrefix ? NodeParts.Text("gitlab:") : null),
        ("lifetime", NodeParts.Text(preset.Lifetime.Value)),
        ("replay", preset.Replay is { } replay ? NodeParts.Text(replay) : null),
    ]);
}
