using System.Collections.Immutable;
using Bridge.Configuration.History;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Configuration;

/// <summary>
/// The history of the configuration: the versions of each thing, and the change log. Lists come newest first, a page at a time:
/// the next page begins before the last version or revision of the one before.
/// </summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class History
{
    /// <summary>So many characters of a text are in a list; one change may touch 100,000 things.</summary>
    public const int LongestListed = 4096;

    /// <summary>How many seconds a database may take to begin the answer of an audit.</summary>
    private const int LongestStatement = 600;

    private readonly Provider provider;

    internal History(Provider provider) => this.provider = provider;

    /// <summary>The versions of one thing.</summary>
    public Task<ImmutableArray<ThingVersion>> VersionsAsync(string section, string id, int? before, int limit, CancellationToken ct) => ReadAsync(async context =>
    {
        var rows = Items(context, section, id).Where(row => before == null || row.Version < before).OrderByDescending(row => row.Version).Take(limit);
        return (await Versions(context, rows).ToListAsync(ct)).OrderByDescending(version => version.Item.Version).ToImmutableArray();
    });

    /// <summary>One version of one thing, or null.</summary>
    public Task<ThingVersion?> VersionAsync(string section, string id, int version, CancellationToken ct) =>
        ReadAsync(context => Versions(context, Items(context, section, id).Where(row => row.Version == version)).SingleOrDefaultAsync(ct));

    /// <summary>Entries of the change log. A difference that is too long for a list is cut, and warnings that are too many are left out: <see cref="EntryAsync"/> gives all.</summary>
    public Task<ImmutableArray<ChangeEntry>> EntriesAsync(ChangeFilter filter, long? before, int limit, CancellationToken ct) => ReadAsync(async context =>
    {
        var rows = Filtered(context, filter).Where(row => before == null || row.Revision < before).OrderByDescending(row => row.Revision).Take(limit)
            .Select(row => new ChangeEntry
            {
                Revision = row.Revision,
                At = row.At,
                Author = row.Author,
                Why = row.Why,
                FileHash = row.FileHash,
                Difference = row.Difference.Substring(0, LongestListed + 1),
                Warnings = row.Warnings!.Length > LongestListed ? null : row.Warnings,
                PreviousHash = row.PreviousHash,
                Hash = row.Hash,
            });
        return (await rows.ToListAsync(ct)).Select(entry => entry with { Difference = Cut(entry.Difference) }).ToImmutableArray();
    });

    /// <summary>The entry that made a revision, whole, or null.</summary>
    public Task<ChangeEntry?> EntryAsync(long revision, CancellationToken ct) =>
        ReadAsync(context => context.ChangeLog.AsNoTracking().SingleOrDefaultAsync(row => row.Revision == revision, ct));

    /// <summary>What the change that made a revision did to each thing, in the order it was done; the next page begins after as many as were read.</summary>
    public Task<ImmutableArray<ChangeItem>> ItemsAsync(long revision, int after, int limit, CancellationToken ct) => ReadAsync(async context =>
    {
        var rows = await context.ChangeItems.AsNoTracking().Where(row => row.Revision == revision && row.Position >= after).OrderBy(row => row.Position).Take(limit).ToListAsync(ct);
        return rows.Select(Item).ToImmutableArray();
    });

    /// <summary>
    /// Goes through the whole change log (<see cref="ChangeLogAudit"/>) as it is now, whatever is added meanwhile; and where it is
    /// whole, through what is in force (<see cref="InForceAudit"/>).
    /// </summary>
    /// <param name="expected">A hash that must be in the chain, or null.</param>
    /// <param name="ct">Ends the audit.</param>
    public async Task<Audit> VerifyAsync(string? expected, CancellationToken ct)
    {
        var audit = await VerifyLogAsync(expected, ct);
        return audit.Broken is null ? audit with { Altered = await AlteredAsync(audit.Unhashed > 0, ct) } : audit;
    }

    private Task<Audit> VerifyLogAsync(string? expected, CancellationToken ct) => ReadAsync(async entries =>
    {
        await using var items = Open();
        var now = await entries.Revision.Select(row => new { row.Number, Last = entries.ChangeLog.Max(entry => (long?)entry.Revision) }).SingleOrDefaultAsync(ct);
        var last = Math.Max(now?.Number ?? 0, now?.Last ?? 0);
        return await ChangeLogAudit.VerifyAsync(
            entries.ChangeLog.AsNoTracking().Where(row => row.Revision <= last).OrderBy(row => row.Revision).AsAsyncEnumerable(),
            items.ChangeItems.AsNoTracking().Where(row => row.Revision <= last).OrderBy(row => row.Revision).ThenBy(row => row.Position).AsAsyncEnumerable().Select(row => (row.Revision, Item(row))),
            now?.Number ?? 0,
            expected,
            ct);
    });

    private Task<ImmutableArray<Alteration>> AlteredAsync(bool older, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        await using var transaction = await provider.BeginSnapshotAsync(connection, ct);
        await using var context = provider.Context(connection);
        context.Database.SetCommandTimeout(LongestStatement);
        await context.Database.UseTransactionAsync(transaction, ct);
        return await new InForceAudit(context, older).FindAsync(ct);
    });

    private Task<T> ReadAsync<T>(Func<BridgeDbContext, Task<T>> read) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = Open();
        return await read(context);
    });

    private BridgeDbContext Open()
    {
        var context = provider.Context();
        context.Database.SetCommandTimeout(LongestStatement);
        return context;
    }

    private static IQueryable<ChangeItemRow> Items(BridgeDbContext context, string section, string id)
    {
        var key = StoredText.Key(id);
        return context.ChangeItems.AsNoTracking().Where(row => row.Section == section && row.Id == key);
    }

    private static IQueryable<ThingVersion> Versions(BridgeDbContext context, IQueryable<ChangeItemRow> rows) =>
        from row in rows
        join entry in context.ChangeLog on row.Revision equals entry.Revision
        select new ThingVersion(new ChangeItem(row.Section, row.Id, row.Version, row.Before, row.After), row.Revision, entry.At, entry.Author, entry.Why);

    private static IQueryable<ChangeEntry> Filtered(BridgeDbContext context, ChangeFilter filter)
    {
        var rows = context.ChangeLog.AsNoTracking();
        if (filter.Author is { } author)
            rows = rows.Where(row => row.Author == author);
        if (filter.Since is { } since)
            rows = rows.Where(row => row.At >= since);
        if (filter.Until is { } until)
            rows = rows.Where(row => row.At < until);
        if (filter is { Section: { } one, Id: { } id })
            rows = rows.Where(row => Items(context, one, id).Any(item => item.Revision == row.Revision));
        else if (filter.Section is { } section)
            rows = rows.Where(row => context.ChangeItems.Any(item => item.Section == section && item.Revision == row.Revision));
        return rows;
    }

    private static ChangeItem Item(ChangeItemRow row) => new(row.Section, row.Id, row.Version, row.Before, row.After);

    private static string Cut(string difference) =>
        difference.Length <= LongestListed ? difference : difference[..Math.Max(difference.LastIndexOf('\n', LongestListed - 1), 0)] + "\n…";
}
