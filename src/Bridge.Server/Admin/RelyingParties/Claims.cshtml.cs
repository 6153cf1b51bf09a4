using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions.Forms;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>What the claims of a relying party's tokens are filled with, and for AWS the session tags, with a preview.</summary>
[Needs(Right.Read)]
internal sealed class ClaimsModel(Engine engine) : PartyPage(engine)
{
    private const string Member = "claims";
    private const string Tags = "session_tags";

    private static readonly ImmutableArray<FormGroup> Transitive = [new("Transitive tags", [new("transitive_tags", "Transitive session tags", FieldKind.Lines, "These go on to a role that the session assumes.") { Placeholder = "none" }])];

    public MappingEditor Mappings { get; private set; } = null!;

    /// <summary>Null where the profile takes none.</summary>
    public MappingEditor? SessionTags { get; private set; }

    public DefinitionForm? TransitiveTags { get; private set; }

    /// <summary>The instance's mappings that hold here, beside its own.</summary>
    public ImmutableArray<ClaimMapping> Defaults { get; private set; } = [];

    public TokenPreview Preview { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, Guid? job)
    {
        if (!await LoadAsync(id))
            return NotFound();
        Version = Stored!.Version;
        Mappings = MappingEditor.Of(Member, Stored.Value) with { Writable = MayChange };
        if (Party.Profile.TakesSessionTags)
            (SessionTags, TransitiveTags) = (MappingEditor.Of(Tags, Stored.Value) with { Writable = MayAdminister, Target = "Tag" }, DefinitionForm.Of(Transitive, Stored.Value));
        await ShowAsync(null, job);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, Guid? job, [FromForm(Name = "do")] string? action)
    {
        if (!await LoadAsync(id))
            return NotFound();
        var changed = Take();
        if (action is null or "save" && ModelState.IsValid && await SaveAsync(id, changed, path => Mappings.FieldOf(path) ?? SessionTags?.FieldOf(path) ?? TransitiveTags?.FieldOf(path)) is not null)
        {
            Tell("The claims are saved, and hold from the next exchange on.");
            return RedirectToPage(new { id });
        }

        await ShowAsync(changed, job);
        return Page();
    }

    /// <summary>The preview of another job, for those who change nothing.</summary>
    public async Task<IActionResult> OnGetPreviewAsync(string id, Guid? job) =>
        await LoadAsync(id) ? Partial("/Admin/RelyingParties/_Preview.cshtml", await TokenPreview.MakeAsync(Engine, Party, null, job, Gone)) : NotFound();

    /// <summary>The preview with the mappings as they are in the form.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(string id, Guid? job)
    {
        if (!await LoadAsync(id))
            return NotFound();
        return Partial("/Admin/RelyingParties/_Preview.cshtml", await TokenPreview.MakeAsync(Engine, Party, Draft(Take()), job, Gone));
    }

    private Node.Map Take()
    {
        Mappings = MappingEditor.Sent(Member, Request.Form);
        var changed = Mappings.Read(Stored!.Value);
        // Who may only write the claims is sent no tags to change.
        if (!Party.Profile.TakesSessionTags || !MayAdminister)
            return changed;
        (SessionTags, TransitiveTags) = (MappingEditor.Sent(Tags, Request.Form) with { Target = "Tag" }, DefinitionForm.Sent(Transitive, Request.Form));
        return TransitiveTags.Read(SessionTags.Read(changed));
    }

    private (Section, Node.Map)? Draft(Node.Map changed) => changed.SameAs(Stored!.Value) ? null : (Section.RelyingParties, changed);

    private async Task ShowAsync(Node.Map? changed, Guid? job)
    {
        var own = Mappings.Rows.Select(row => row.Target).Concat(MappingRow.Of(Stored!.Value.At(Member)).Select(row => row.Target)).ToHashSet(StringComparer.Ordinal);
        Defaults = [.. Party.Mappings.Where(mapping => !own.Contains(mapping.Target))];
        Preview = await TokenPreview.MakeAsync(Engine, Party, changed is null ? null : Draft(changed), job, Gone);
    }
}
