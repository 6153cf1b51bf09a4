using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Storage.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.Confirmations;

/// <summary>
/// Asks, then confirms a project exactly as it was shown: the form carries what stood on the page, and where anything of it is
/// otherwise by then nothing is confirmed and the page is shown anew.
/// </summary>
[Needs(Right.Admin)]
internal sealed class ConfirmModel(Engine engine) : AdminPage
{
    public WaitingProject Project { get; private set; } = null!;

    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string issuer, [FromRoute(Name = "project_id")] string projectId) => await FindAsync(issuer, projectId) ? Ask() : NotFound();

    public async Task<IActionResult> OnPostAsync(string issuer, [FromRoute(Name = "project_id")] string projectId, string? shown, string? typed, string? why)
    {
        if (!await FindAsync(issuer, projectId))
            return NotFound();
        if (Edits.WhyMistake(why) is { } mistake)
            ModelState.AddModelError("Why", mistake.Message);
        if (shown == Shown && !Asked().Accepts(typed))
            ModelState.AddModelError("typed", "This is not the path.");
        if (!ModelState.IsValid)
            return Ask();
        if (shown != Shown || !await new Confirmer(engine.Database.Configuration).ConfirmAsync(Project.Confirmation!, HttpContext.Caller().Author, string.IsNullOrWhiteSpace(why) ? null : why, CancellationToken.None))
        {
            ModelState.AddModelError("", "What waits is not what was shown to you: nothing was confirmed. Look again at what stands here now.");
            return await FindAsync(issuer, projectId) ? Ask() : NotFound();
        }

        await engine.Configurations.RefreshAsync(Gone);
        Tell($"{Project.Confirmation!.Pin.Path} is confirmed, from its next job on.");
        return RedirectToPage("/Confirmations/Index");
    }

    // All that the confirmation sets and is held against, in one text.
    private string Shown => Confirmer.Line(Project.Confirmation!);

    private async Task<bool> FindAsync(string issuer, string projectId)
    {
        if (await engine.Database.Projects.FindWaitingAsync(new ProjectKey(issuer, projectId), Gone) is not { Confirmation: not null } project)
            return false;
        Project = project;
        return true;
    }

    private PageResult Ask()
    {
        Question = Asked();
        return Page();
    }

    private Confirmation Asked()
    {
        var confirmation = Project.Confirmation!;
        var taken = confirmation.SeenOwner is { } owner && owner != Project.Key.ProjectId;
        return new Confirmation($"Is project {Project.Key.ProjectId} what you expect at {confirmation.Pin.Path}?", "Confirm it", Url.Page("/Confirmations/Index")!)
        {
            Breaks = [.. WaitingWords.Means(Project, confirmation).Select(WaitingWords.Sentence)],
            Undo = "Ask whoever owns the group in GitLab if you are not sure. A confirmation is not undone; the project can be shut out by a rule.",
            Type = taken ? confirmation.Pin.Path : null,
            AsksWhy = true,
            Carried = [("shown", Shown)],
        };
    }
}
