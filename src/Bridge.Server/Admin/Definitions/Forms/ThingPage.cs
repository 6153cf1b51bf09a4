using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.Definitions.Forms;

/// <summary>A page about one thing of a section. Whoever may only read gets no further with what they send.</summary>
public abstract class ThingPage(Engine engine, Section section) : EditPage
{
    /// <summary>How long a count of what would break looks back.</summary>
    protected static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <summary>Most exchanges that such a count reads.</summary>
    protected const int MostCounted = 1000;

    public Engine Engine => engine;

    /// <summary>Whether the caller may change what the page shows; so it offers it.</summary>
    public bool MayChange => HttpContext.Caller().Right >= Changing;

    /// <summary>The least right that sends anything. What a change needs beyond is asked where it is written.</summary>
    protected virtual Right Changing => Right.Admin;

    /// <summary>The thing as it is stored.</summary>
    public Definition? Stored { get; private set; }

    /// <summary>The address of its versions.</summary>
    public string Versions => $"/change-log/versions/{ConfigurationCompiler.Name(section)}/{Stored!.Id}";

    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpMethods.IsPost(context.HttpContext.Request.Method) && !MayChange)
            context.Result = StatusCode(StatusCodes.Status403Forbidden);
    }

    /// <summary>Reads what is stored; false where there is nothing.</summary>
    protected async Task<bool> FindAsync(string id) => (Stored = await engine.Database.Things.FindAsync(section, id, Gone)) is not null;

    /// <summary>The id of a new thing as it was typed; one that cannot be is told beside its field.</summary>
    protected string NewId(string? typed, string field)
    {
        var id = typed?.Trim() ?? "";
        if (id.Length == 0)
            ModelState.AddModelError(field, "choose a word that it is known by");
        return id;
    }

    /// <summary>Writes the thing, or deletes it where <paramref name="value"/> is null; what cannot be stands beside its field.</summary>
    protected Task<EditOutcome.Done?> SaveAsync(string id, Node.Map? value, Func<string, string?> field) =>
        SaveAsync(engine, new Edit(ConfigurationCompiler.Name(section), id, value, Version), field);

    /// <summary>Does what a page asked for and its reader confirmed; where somebody changed the thing meanwhile, they are sent back to look again.</summary>
    protected async Task<IActionResult> ConfirmedAsync(string id, Node.Map? value, string done, string there, string gone)
    {
        if (ModelState.IsValid && await SaveAsync(id, value, _ => null) is not null)
        {
            Tell(done);
            return Redirect(value is null ? gone : there);
        }

        Fail(Conflict is { } conflict ? $"{conflict.Author} changed {id} meanwhile, and nothing was done. Look at it again." : string.Join(' ', ModelState[""]?.Errors.Select(error => error.ErrorMessage) ?? []));
        return Redirect(there);
    }
}
