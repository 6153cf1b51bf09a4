using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Bridge.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Subjects;

/// <summary>Asks, then deletes a template, as the version that was shown.</summary>
[Needs(Right.Write, Over.Own)]
internal sealed class DeleteModel(Engine engine) : EditPage
{
    public string Id { get; private set; } = "";

    public Confirmation Question { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id) => await AskAsync(id);

    public async Task<IActionResult> OnPostAsync(string id)
    {
        var template = await engine.Database.Things.FindTemplateAsync(id, Gone);
        if (await SaveAsync(engine, new Edit(Edit.SubComponents, id, null, Version), _ => null) is not null)
        {
            Tell($"{id} is deleted. What stands farther counts from the next exchange on.");
            return Redirect(Back(template));
        }

        if (Conflict is { } conflict)
            ModelState.AddModelError("", $"{conflict.Author} changed it meanwhile, and nothing was deleted. Look at it again below.");
        return await AskAsync(id);
    }

    private async Task<IActionResult> AskAsync(string id)
    {
        if (await engine.Database.Things.FindTemplateAsync(id, Gone) is not { } template
            || !HttpContext.Caller().May(Right.Read, await TemplatePlace.OfAsync(engine.Database.Configuration, template, Gone)))
            return NotFound();
        Id = id;
        var next = await NextAsync(template);
        Question = new Confirmation($"Delete {id}?", $"Delete {id}", $"/subjects/edit/{Uri.EscapeDataString(id)}")
        {
            Breaks =
            [
                $"For {template.For()}, {(next.IsDefault() ? "GitLab's default" : next.Id)} counts instead: {(next.AsItCame ? "as GitLab made it" : string.Join(", ", next.Components.Select(component => component.Claim)))}.",
                "Services that trust a sub of today will not know the new one, and refuse it until they are told.",
                .. template.Locked ? ["It is locked: what stands nearer begins to count."] : Array.Empty<string>(),
            ],
            Undo = "The change log keeps it: its last version can be made the next one.",
            Carried = [(nameof(Version), $"{template.Version}")],
        };
        return Page();
    }

    // What counts in its scope once it is gone; of projects below a group or of all there may be others.
    private async Task<SubTemplate> NextAsync(SubTemplate gone)
    {
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        var (issuer, project) = (gone.Issuer ?? "", gone.ProjectId ?? "");
        var stored = project.Length > 0 ? await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(issuer, project, "", null, null), Gone) : Bridge.Projects.ProjectView.Unseen;
        return EffectiveTemplate.Of(issuer, project, gone.Group ?? ProjectPaths.Parent(stored.Pin?.Path ?? ""), gone.RelyingParty ?? "", scope =>
            (scope.Level == TemplateLevel.Project ? stored.Templates.FirstOrDefault(template => TemplateScope.Of(template) == scope) : configuration.FindTemplate(scope)) is { } found && found.Id != gone.Id ? found : null);
    }

    private static string Back(SubTemplate? template) => template is { Level: TemplateLevel.Project } own ? $"/projects/{own.Issuer}/{own.ProjectId}" : "/subjects";
}
