using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Records;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Records;

/// <summary>Which records somebody asks for; what is null is not asked. There is an index for each.</summary>
/// <param name="Issuer">The issuer, which only a project is looked for in.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="RelyingParty">The relying party.</param>
/// <param name="Reason">The exact reason of a refusal.</param>
/// <param name="Granted">Whether a token was granted.</param>
/// <param name="Since">The first moment.</param>
/// <param name="Until">The moment before which.</param>
/// <param name="Within">Whose records alone are shown where no project is named: those of somebody's projects.</param>
public sealed record ExchangeFilter(
    string? Issuer = null, string? ProjectId = null, string? RelyingParty = null, string? Reason = null, bool? Granted = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null,
    Reach.Projects? Within = null);

/// <summary>What came of one of the last exchanges.</summary>
/// <param name="At">When.</param>
/// <param name="Issuer">The issuer, where the token's signature held.</param>
/// <param name="RelyingParty">The relying party that it was for, where it came so far.</param>
/// <param name="Client">The client, once it was known.</param>
/// <param name="Granted">Whether a token was granted.</param>
public sealed record RecentOutcome(DateTimeOffset At, string? Issuer, string? RelyingParty, string? Client, bool Granted);

/// <summary>The records of exchanges as people read them: the newest first, in pages by id.</summary>
public sealed class ExchangeList
{
    private const int RowsAtOnce = 500;

    private readonly Provider provider;

    internal ExchangeList(Provider provider) => this.provider = provider;

    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public Task<ExchangeRecord?> FindAsync(Guid id, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await context.Exchanges.AsNoTracking().SingleOrDefaultAsync(record => record.Id == id, ct);
    });

    /// <summary>The next records before an id, the newest first.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public Task<ImmutableArray<ExchangeRecord>> ListAsync(ExchangeFilter filter, Guid? before, int limit, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        if (filter is { Within: not null, ProjectId: null })
            return await ListOwnAsync(filter, before, limit, ct);
        await using var context = provider.Context();
        var records = Filter(context.Exchanges.AsNoTracking(), filter);
        if (before is { } last)
            records = records.Where(record => record.Id.CompareTo(last) < 0);
        return (await records.OrderByDescending(record => record.Id).Take(limit).ToListAsync(ct)).ToImmutableArray();
    });

    private async Task<ImmutableArray<ExchangeRecord>> ListOwnAsync(ExchangeFilter filter, Guid? before, int limit, CancellationToken ct)
    {
        await using var connection = await provider.OpenAsync(ConnectionUse.Read, ct);
        var ids = await new NewestExchanges(provider, connection, filter, before).IdsAsync(limit, ct);
        await using var context = provider.Context(connection);
        var records = new List<ExchangeRecord>(ids.Count);
        foreach (var some in ids.Chunk(RowsAtOnce))
            records.AddRange(await context.Exchanges.AsNoTracking().Where(record => some.Contains(record.Id)).ToListAsync(ct));
        return [.. records.OrderByDescending(record => record.Id)];
    }

    /// <summary>What came of the last exchanges that a filter lets through, the newest first, so many at most.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot answer.</exception>
    public Task<ImmutableArray<RecentOutcome>> OutcomesAsync(ExchangeFilter filter, int most, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var last = Filter(context.Exchanges.AsNoTracking(), filter).OrderByDescending(record => record.Id).Take(most);
        return (await last.Select(record => new RecentOutcome(record.At, record.Issuer, record.RelyingParty, record.Client, record.Reason == null)).ToListAsync(ct)).ToImmutableArray();
    });

    private static IQueryable<ExchangeRecord> Filter(IQueryable<ExchangeRecord> records, ExchangeFilter filter)
    {
        if (filter is { Issuer: { } issuer, ProjectId: { } project })
            records = records.Where(record => record.Issuer == issuer && record.ProjectId == project);
        if (filter.RelyingParty is { } party)
            records = records.Where(record => record.RelyingParty == party);
        if (filter.Reason is { } reason)
            records = records.Where(record => record.Reason == reason);
        if (filter.Granted is { } granted)
            records = records.Where(record => record.Reason == null == granted);
        if (filter.Since is { } since && Retention.FirstIdOf(since) is var first)
            records = records.Where(record => record.Id.CompareTo(first) >= 0);
        if (filter.Until is { } until && Retention.FirstIdOf(until) is var end)
            records = records.Where(record => record.Id.CompareTo(end) < 0);
        return records;
    }
}
