using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Records;

/// <summary>A part of the records that somebody looks through, the newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="Newer">What newer ones are asked for with; null where there is none.</param>
/// <param name="Older">What older ones are asked for with; null where there is none.</param>
/// <param name="LookedTo">Where the search stopped before it found a page full, for it reads only so many records at once; null where it did not.</param>
public sealed record ExchangePage(ImmutableArray<ExchangeRecord> Items, Guid? Newer, Guid? Older, DateTimeOffset? LookedTo = null);

/// <summary>What somebody looks for among the records: the filter, and what there is no index for.</summary>
/// <param name="Filter">What there is an index for.</param>
/// <param name="Job">The id of the job.</param>
/// <param name="Pipeline">The id of the pipeline.</param>
/// <param name="Ref">The branch or tag.</param>
/// <param name="Subject">The <c>sub</c> that Bridge made.</param>
public sealed record ExchangeSought(ExchangeFilter Filter, string? Job = null, string? Pipeline = null, string? Ref = null, string? Subject = null)
{
    internal bool Narrows => Job is not null || Pipeline is not null || Ref is not null || Subject is not null;
}

/// <summary>
/// Pages of records both ways, by any filter. One index leads: the project's, or the one of relying party, reason and time in
/// which what is looked at once reaches farthest. What has no index is looked for in at most <see cref="Window"/> records of it, so
/// no page costs more, however rare the thing; the next page goes on from there.
/// </summary>
public sealed class ExchangePages
{
    /// <summary>Most records that one page looks through.</summary>
    public const int Window = 20_000;

    private const int RowsAtOnce = 500;

    private readonly Provider provider;

    internal ExchangePages(Provider provider) => this.provider = provider;

    /// <summary>The page next to a key, on its older or its newer side; without a key the newest.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public Task<ExchangePage> ReadAsync(ExchangeSought sought, Guid? key, bool newer, int limit, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var search = new ExchangeSearch(context.Exchanges.AsNoTracking(), sought, key, newer && key is not null);
        var (ids, end) = await search.FindAsync(limit + 1, ct);
        var more = ids.Count > limit;
        var shown = ids.Take(limit).ToList();
        var rows = await context.Exchanges.AsNoTracking().Where(record => shown.Contains(record.Id)).ToListAsync(ct);
        var items = rows.OrderByDescending(record => record.Id).ToImmutableArray();
        var further = more ? shown[^1] : end;
        var (first, last) = items.IsEmpty ? (key, key) : (items[0].Id, items[^1].Id);
        return search.Newer
            ? new ExchangePage(items, further, last, Told())
            : new ExchangePage(items, key is null ? null : first, further, Told());

        DateTimeOffset? Told() => !more && end is { } stopped ? Retention.TimeOf(stopped) : null;
    });
    /// <summary>All that is looked for, a page at a time: no question costs more than one, and no transaction stays open while somebody reads slowly.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public async IAsyncEnumerable<ExchangeRecord> AllAsync(ExchangeSought sought, [EnumeratorCancellation] CancellationToken ct)
    {
        Guid? last = null;
        do
        {
            var page = await ReadAsync(sought, last, newer: false, RowsAtOnce, ct);
            foreach (var record in page.Items)
                yield return record;
            last = page.Older;
        }
        while (last is not null);
    }
}
