using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>One change, whole: what it did to each thing, and what it is chained by.</summary>
[Needs(Right.Read)]
internal sealed class ChangeModel(BridgeDatabase database) : AdminPage
{
    private const int PerPage = 50;

    public ChangeEntry Entry { get; private set; } = null!;

    public AuthorNames Names { get; private set; } = AuthorNames.None;

    public ImmutableArray<ChangeItem> Items { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    /// <summary>Whether a change came after this one.</summary>
    public bool HasNext { get; private set; }

    public bool HasPrevious { get; private set; }

    public async Task<IActionResult> OnGetAsync(long revision, int? after)
    {
        if (await database.History.EntryAsync(revision, Gone) is not { } entry)
            return NotFound();
        Entry = entry;
        Names = await AuthorNames.ReadAsync(database, [entry.Author], Gone);
        var from = Math.Max(after ?? 0, 0);
        var items = await database.History.ItemsAsync(revision, from, PerPage + 1, Gone);
        Items = [.. items.Take(PerPage)];
        Pager = Pager.Forward(Request, items.Length > PerPage ? $"{from + PerPage}" : null);
        HasPrevious = await database.History.EntryAsync(revision - 1, Gone) is not null;
        HasNext = await database.History.EntryAsync(revision + 1, Gone) is not null;
        return Page();
    }

    /// <summary>What a change did to a thing, part by part.</summary>
    public static ImmutableArray<DifferentPart> Parts(ChangeItem item) => Difference.Parts(ChangeText.Read(item.Before), ChangeText.Read(item.After));
}
