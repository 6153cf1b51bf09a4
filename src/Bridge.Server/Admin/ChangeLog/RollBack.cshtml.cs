using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>
/// Makes a thing what it was in an earlier version. That is a change like any other: it is checked against all that stands now, needs
/// the right that it would need by hand, and its outcome is the next version.
/// </summary>
[Needs(Right.Write, Over.Own), NeedsProof(Section = "issuers")]
internal sealed class RollBackModel(Engine engine) : EditPage
{
    private Node.Map? now;

    public ThingVersion Target { get; private set; } = null!;

    /// <summary>From what stands now to what stood then.</summary>
    public ImmutableArray<DifferentPart> Parts { get; private set; } = [];

    public Confirmation Question { get; private set; } = null!;

    private string Section => Target.Item.Section;

    private string Id => Target.Item.Id;

    private string Versions => Url.Page("/ChangeLog/Versions", new { section = Section, id = Id })!;

    public async Task<IActionResult> OnGetAsync(string section, string id, int number)
    {
        if (!await FindAsync(section, id, number))
            return NotFound();
        (_, Version) = await ReadAsync();
        return HttpContext.Caller().Right < NeededRight.Of(section, now, Then) ? StatusCode(StatusCodes.Status403Forbidden) : Ask();
    }

    public async Task<IActionResult> OnPostAsync(string section, string id, int number)
    {
        if (!await FindAsync(section, id, number))
            return NotFound();
        if (await SaveAsync(engine, new Edit(section, id, Then, Version), _ => null) is not { } done)
        {
            await ReadAsync();
            return Ask();
        }

        if (done.Changed)
            Tell($"{id} is what it was in version {number}; that is its version {done.Version} now.");
        else
            Warn($"Nothing was written: {id} is like version {number} already.");
        return Redirect(Versions);
    }

    private Node.Map Then => NodeJson.ReadMap(Target.Item.After!);

    private async Task<bool> FindAsync(string section, string id, int number)
    {
        if (!LoggedThings.CanRollBack(section) || await engine.Database.History.VersionAsync(section, id, number, Gone) is not { Item.After: not null } version
            || !await HttpContext.Caller().SeesAsync(engine, version, Gone))
            return false;
        Target = version;
        return true;
    }

    private async Task<(Node.Map? Value, int Version)> ReadAsync()
    {
        var (value, version) = await LoggedThings.FindAsync(engine.Database, Section, Id, Gone);
        (now, Parts) = (value, Difference.Parts(value, Then));
        return (value, version);
    }

    private PageResult Ask()
    {
        Question = new Confirmation($"Roll {Id} back to version {Target.Item.Version}?", $"Roll back to version {Target.Item.Version}", Versions)
        {
            Breaks =
            [
                now is null ? "It is made again: it was deleted since." : $"{(Parts.Length == 1 ? "One part of it changes" : $"{Parts.Length} parts of it change")}, as shown above.",
                "It is checked against everything that stands now, as if it were typed anew, and decides every exchange from the moment it is written.",
            ],
            Undo = "What stands now stays among its versions, so this can be rolled back too.",
            AsksWhy = true,
            Carried = [(nameof(Version), $"{Version}")],
        };
        return Page();
    }
}
