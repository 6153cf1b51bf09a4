using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>The versions of one thing, also of one that is gone, and what differs between two of them. A bound caller sees those of the own place.</summary>
[Needs(Right.Read, Over.Own)]
internal sealed class VersionsModel(Engine engine) : AdminPage
{
    private const int PerPage = 50;

    public string Section { get; private set; } = "";

    public string Id { get; private set; } = "";

    public ImmutableArray<ThingVersion> Versions { get; private set; } = [];

    public AuthorNames Names { get; private set; } = AuthorNames.None;

    public Pager Pager { get; private set; } = null!;

    /// <summary>The version in force; 0 where the thing is gone or has no such thing.</summary>
    public int Current { get; private set; }

    /// <summary>The two versions that are compared, the earlier one first.</summary>
    public (ThingVersion One, ThingVersion Other)? Compared { get; private set; }

    public ImmutableArray<DifferentPart> Parts { get; private set; } = [];

    private Caller Caller => HttpContext.Caller();

    public async Task<IActionResult> OnGetAsync(string section, string id, int? after, int? one, int? other)
    {
        (Section, Id) = (section, id);
        var found = await engine.Database.History.VersionsAsync(section, id, after, PerPage + 1, Gone);
        var seen = ImmutableArray.CreateBuilder<ThingVersion>();
        foreach (var version in found.Take(PerPage))
        {
            if (await Caller.SeesAsync(engine, version, Gone))
                seen.Add(version);
        }

        if (seen.Count == 0 && after is null)
            return NotFound();
        Versions = seen.ToImmutable();
        Pager = Pager.Forward(Request, found.Length > PerPage ? $"{found[PerPage - 1].Item.Version}" : null);
        Names = await AuthorNames.ReadAsync(engine.Database, Versions.Select(version => version.Author), Gone);
        (_, Current) = await LoggedThings.FindAsync(engine.Database, section, id, Gone);
        if (one is { } first && other is { } second)
            await CompareAsync(Math.Min(first, second), Math.Max(first, second));
        return Page();
    }

    /// <summary>Whether the caller may make the thing what it was in a version. Some need more: the page that asks says so.</summary>
    public bool OffersRollBack(ThingVersion version) =>
        LoggedThings.CanRollBack(Section) && Caller.Right >= Right.Write && version.Item.After is not null && version.Item.Version != Current;

    private async Task CompareAsync(int one, int other)
    {
        if (await FindAsync(one) is { } first && await FindAsync(other) is { } second)
            (Compared, Parts) = ((first, second), Difference.Parts(ChangeText.Read(first.Item.After), ChangeText.Read(second.Item.After)));
    }

    private async Task<ThingVersion?> FindAsync(int version) =>
        await engine.Database.History.VersionAsync(Section, Id, version, Gone) is { } found && await Caller.SeesAsync(engine, found, Gone) ? found : null;
}
