using Bridge.Records;
using Bridge.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.Records;

/// <summary>One search for the ids of a page.</summary>
internal sealed class ExchangeSearch(IQueryable<ExchangeRecord> records, ExchangeSought sought, Guid? key, bool newer)
{
    private readonly ExchangeFilter filter = sought.Filter;

    public bool Newer => newer;

    /// <summary>The next ids, and where the search stopped if it read all that it may and found fewer.</summary>
    public async Task<(List<Guid> Ids, Guid? End)> FindAsync(int limit, CancellationToken ct)
    {
        var leads = Leads();
        var window = Math.Max(limit, ExchangePages.Window / Math.Max(1, leads.Count));
        var (found, ends) = (new List<Guid>(), new List<Guid>());
        foreach (var lead in leads)
        {
            var (ids, end) = await FindAsync(lead, window, limit, ct);
            found.AddRange(ids);
            if (end is { } stopped)
                ends.Add(stopped);
        }

        found.Sort((one, other) => newer ? one.CompareTo(other) : other.CompareTo(one));
        // Of several projects the search went only as far as it did in the one that it stopped in first.
        Guid? nearest = ends.Count == 0 ? null : newer ? ends.Min() : ends.Max();
        if (nearest is { } near)
            found.RemoveAll(id => newer ? id > near : id < near);
        return (found.Take(limit).ToList(), nearest);
    }

    // What is looked through: each project by its own index, or everything by the index that reaches farthest.
    private List<IReadOnlyList<IQueryable<ExchangeRecord>>> Leads()
    {
        var all = Ranged(records);
        if (filter is { Issuer: { } issuer, ProjectId: { } project })
            return [[OfProject(issuer, project)]];
        if (filter.Within is { } within)
            return [.. within.Ids.Select(id => (IReadOnlyList<IQueryable<ExchangeRecord>>)[OfProject(within.Issuer, id)])];
        var leads = new List<IQueryable<ExchangeRecord>>();
        if (filter.RelyingParty is { } party)
            leads.Add(all.Where(record => record.RelyingParty == party));
        if (filter.Reason is { } reason)
            leads.Add(all.Where(record => record.Reason == reason));
        return leads.Count == 0 ? [[all]] : [leads];

        IQueryable<ExchangeRecord> OfProject(string issuer, string id)
        {
            var stored = StoredText.Key(id);
            return all.Where(record => record.Issuer == issuer && record.ProjectId == stored);
        }
    }

    private async Task<(List<Guid> Ids, Guid? End)> FindAsync(IReadOnlyList<IQueryable<ExchangeRecord>> leads, int window, int limit, CancellationToken ct)
    {
        var narrowed = IsNarrowed(leads);
        if (!narrowed)
            return (await Ordered(leads[0]).Take(limit).Select(record => record.Id).ToListAsync(ct), null);
        var (lead, end) = (leads[0], await EndAsync(leads[0], window, ct));
        foreach (var other in leads.Skip(1))
        {
            if (end is { } near && await EndAsync(other, window, ct) is var far && (far is null || far > near == newer))
                (lead, end) = (other, far);
        }

        var ids = await Ordered(Narrowed(Ordered(lead).Take(window))).Take(limit).Select(record => record.Id).ToListAsync(ct);
        return (ids, ids.Count < limit ? end : null);
    }

    // The last of what a page may look through, read from the index alone; null where there is less.
    private async Task<Guid?> EndAsync(IQueryable<ExchangeRecord> lead, int window, CancellationToken ct) =>
        await Ordered(lead).Skip(window - 1).Select(record => (Guid?)record.Id).FirstOrDefaultAsync(ct);

    // Whether the index that leads leaves something open.
    private bool IsNarrowed(IReadOnlyList<IQueryable<ExchangeRecord>> leads)
    {
        var ofProjects = filter.ProjectId is not null || filter.Within is not null;
        return leads.Count > 1 || sought.Narrows || filter.Granted is not null || (ofProjects ? (filter.RelyingParty ?? filter.Reason) is not null : filter.Issuer is not null);
    }

    private IQueryable<ExchangeRecord> Ordered(IQueryable<ExchangeRecord> some) => newer ? some.OrderBy(record => record.Id) : some.OrderByDescending(record => record.Id);

    private IQueryable<ExchangeRecord> Ranged(IQueryable<ExchangeRecord> some)
    {
        if (key is { } at)
            some = newer ? some.Where(record => record.Id.CompareTo(at) > 0) : some.Where(record => record.Id.CompareTo(at) < 0);
        if (filter.Since is { } since && Retention.FirstIdOf(since) is var first)
            some = some.Where(record => record.Id.CompareTo(first) >= 0);
        if (filter.Until is { } until && Retention.FirstIdOf(until) is var end)
            some = some.Where(record => record.Id.CompareTo(end) < 0);
        return some;
    }

    private IQueryable<ExchangeRecord> Narrowed(IQueryable<ExchangeRecord> some)
    {
        if (filter.Issuer is { } issuer)
            some = some.Where(record => record.Issuer == issuer);
        if (filter.RelyingParty is { } party)
            some = some.Where(record => record.RelyingParty == party);
        if (filter.Reason is { } reason)
            some = some.Where(record => record.Reason == reason);
        if (filter.Granted is { } granted)
            some = some.Where(record => record.Reason == null == granted);
        if (sought.Job is { } job)
            some = some.Where(record => record.JobId == job);
        if (sought.Pipeline is { } pipeline)
            some = some.Where(record => record.PipelineId == pipeline);
        if (sought.Ref is { } name)
            some = some.Where(record => record.Ref == name);
        if (sought.Subject is { } subject)
            some = some.Where(record => record.Subject == subject);
        return some;
    }
}
