using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Projects;

/// <summary>Where the button posts to that enrols a project.</summary>
[Needs(Right.Admin)]
internal sealed class EnrolModel(Engine engine) : AdminPage
{
    public IActionResult OnGet() => NotFound();

    public async Task<IActionResult> OnPostAsync(string issuer)
    {
        var id = (string)RouteData.Values["project_id"]!;
        if (!ProjectPaths.IsId(id) || (await engine.Configurations.RefreshAsync(Gone)).Issuers.All(one => one.Id != issuer))
            return NotFound();
        await new Enroller(engine.Database.Configuration).EnrolAsync(new EnrolledProject(issuer, id), HttpContext.Caller().Author, why: null, CancellationToken.None);
        await engine.Configurations.RefreshAsync(Gone);
        Tell("The project is enrolled.");
        return Redirect($"/projects/{issuer}/{id}");
    }
}
