using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Projects;

/// <summary>Asks, then takes a project's enrolment back.</summary>
[Needs(Right.Admin)]
internal sealed class WithdrawModel(Engine engine) : AdminPage
{
    public Confirmation Question { get; private set; } = null!;

    private string ProjectId => (string)RouteData.Values["project_id"]!;

    public async Task<IActionResult> OnGetAsync(string issuer)
    {
        if (!ProjectPaths.IsId(ProjectId) || await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(issuer, ProjectId, "", null, null), Gone) is not { Enrolled: true } stored)
            return NotFound();
        var demanding = (await engine.Configurations.CurrentAsync(Gone)).RelyingParties.Where(party => party is { Enabled: true, EnrolledProjects: true }).Select(party => party.Id).ToImmutableArray();
        var name = stored.Pin?.Path ?? $"project {ProjectId}";
        Question = new Confirmation($"Take the enrolment of {name} back?", "Take it back", $"/projects/{issuer}/{ProjectId}")
        {
            Breaks = demanding.IsEmpty
                ? ["No relying party demands enrolled projects now, so nothing changes at once."]
                : [$"From now on every job of it is refused as project_unconfirmed at {string.Join(", ", demanding)}.", "Other relying parties go on as before.", "Its pin, its paths and its sub components stay."],
            Undo = "It can be enrolled again at any time.",
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string issuer)
    {
        if (!ProjectPaths.IsId(ProjectId))
            return NotFound();
        await new Enroller(engine.Database.Configuration).SetAsync(new EnrolledProject(issuer, ProjectId), enrolled: false, HttpContext.Caller().Author, why: null, CancellationToken.None);
        await engine.Configurations.RefreshAsync(Gone);
        Tell("The enrolment is taken back.");
        return Redirect($"/projects/{issuer}/{ProjectId}");
    }
}
