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
        if (!ProjectPaths.IsId(ProjectId) || await engine.Database.Configuration.EnrolmentVersionAsync(new EnrolledProject(issuer, ProjectId), Gone) is not { } version)
            return NotFound();
        var stored = await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(issuer, ProjectId, "", null, null), Gone);
        var demanding = (await engine.Configurations.CurrentAsync(Gone)).RelyingParties.Where(party => party is { Enabled: true, EnrolledProjects: true }).Select(party => party.Id).ToImmutableArray();
        var name = stored.Pin?.Path ?? $"project {ProjectId}";
        Question = new Confirmation($"Take the enrolment of {name} back?", "Take it back", $"/projects/{issuer}/{ProjectId}")
        {
            Breaks = demanding.IsEmpty
                ? ["No relying party demands enrolled projects now, so nothing changes at once."]
                : [$"From now on every job of it is refused as project_unconfirmed at {string.Join(", ", demanding)}.", "Other relying parties go on as before.", "Its pin, its paths and its sub components stay."],
            Undo = "It can be enrolled again at any time.",
            Carried = [("Version", $"{version}")],
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string issuer, int version)
    {
        if (!ProjectPaths.IsId(ProjectId))
            return NotFound();
        var found = await new Enroller(engine.Database.Configuration).WithdrawAsync(new EnrolledProject(issuer, ProjectId), version, HttpContext.Caller().Author, why: null, CancellationToken.None);
        await engine.Configurations.RefreshAsync(Gone);
        if (found is null || found == version)
            Tell("The enrolment is taken back.");
        else
            Fail("Somebody enrolled the project anew meanwhile, and nothing was done. Look at it again.");
        return Redirect($"/projects/{issuer}/{ProjectId}");
    }
}
