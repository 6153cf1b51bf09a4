using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn.GitLab;
using Bridge.Server.Hosting;
using Bridge.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.Subjects;

/// <summary>The editor of a template: what a new one and an existing one have in common.</summary>
internal abstract partial class TemplatePage(Engine engine) : EditPage
{
    public TemplateForm Form { get; protected set; } = new();

    public SubjectPreview Preview { get; private set; } = null!;

    /// <summary>What would change, where somebody asked for it.</summary>
    public SubjectImpact? Impact { get; private set; }

    /// <summary>Whether there is one already, whose scope stays.</summary>
    public abstract bool Exists { get; }

    /// <summary>Whether the caller may save it: a locked one is an administrator's.</summary>
    public bool MaySave => HttpContext.Caller().Right >= (Form.Locked && Exists ? Right.Admin : Right.Write);

    public bool MayLock => HttpContext.Caller().May(Right.Admin, Place.Instance);

    public bool SeesAll => !HttpContext.Caller().Reach.IsBound;

    /// <summary>The issuers and relying parties that can be chosen.</summary>
    public ImmutableArray<string> Issuers { get; private set; } = [];

    public ImmutableArray<string> RelyingParties { get; private set; } = [];

    /// <summary>Where it leads when it is done or given up.</summary>
    public string Back => Form is { Level: TemplateLevel.Project, Issuer: { } issuer, ProjectId: { } project } ? $"/projects/{issuer}/{project}" : "/subjects";

    protected Engine Engine => engine;

    /// <summary>What is wrong with a field, or null.</summary>
    public string? Mistake(string field) => ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? string.Join(" ", entry.Errors.Select(error => error.ErrorMessage)) : null;

    /// <summary>The page as the form has it; with <paramref name="impact"/> also what would change.</summary>
    protected async Task<IActionResult> ShowAsync(bool impact = false)
    {
        var configuration = await engine.Configurations.CurrentAsync(Gone);
        (Issuers, RelyingParties) = (
            [.. configuration.Issuers.Select(issuer => issuer.Id)],
            SeesAll ? [.. configuration.RelyingParties.Select(party => party.Id)] : Form.RelyingParty is { } own ? [own] : []);
        Preview = await SubjectPreview.OfAsync(engine, Form.Template(), SeesAll, Gone);
        if (impact)
            Impact = await SubjectImpact.OfAsync(engine, Form.Template(), Gone);
        return Page();
    }

    /// <summary>Whether the caller sees what is for this scope.</summary>
    protected async Task<bool> SeesAsync() => HttpContext.Caller().May(Right.Read, await TemplatePlace.OfAsync(engine.Database.Configuration, Form.Template(), Gone));

    /// <summary>Does what the form says: a button moves or looks, and saving saves.</summary>
    protected async Task<IActionResult> PostAsync()
    {
        if (!await SeesAsync())
            return NotFound();
        if (Form.Pressed(Request.Form) is { } moved)
        {
            Form = moved;
            return await ShowAsync();
        }

        if (Request.Form.ContainsKey("preview") || Request.Form.ContainsKey("impact"))
            return await ShowAsync(Request.Form.ContainsKey("impact"));
        if (HttpContext.Caller().Right < Right.Write)
            return await RefuseAsync();
        if (await SaveAsync(engine, new Edit(Edit.SubComponents, Form.Id, WrittenTemplate.Of(Form.Template()), Version), Field) is not { } done)
            return await ShowAsync();
        Tell(done.Changed ? "Saved. It counts from the next exchange on." : "Nothing was changed: it is so already.");
        return Redirect(Back);
    }

    // What was typed stays on the page.
    private Task<IActionResult> RefuseAsync()
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        ModelState.AddModelError("", HttpContext.Features.Get<GitLabDown>() is { Name: var down }
            ? $"{down} is out of reach, so Bridge cannot ask it whether you may do this. Nothing was written; what you typed is still here."
            : "Your role does not reach this far: nothing was written.");
        return ShowAsync();
    }

    // components[2].missing is the third component's; the whole of the list has its place above it.
    private static string? Field(string path) => Component().Match(path) is { Success: true } component ? component.Value : path.Split('.')[0];

    [GeneratedRegex(@"\Acomponents\[\d+\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Component();
}
