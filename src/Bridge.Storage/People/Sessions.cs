using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.People;

/// <summary>Who is signed in where. A session that is deleted is over with the next request, on every node.</summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class Sessions
{
    // When a session was last used is written at most this often, not at every request.
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(1);

    private readonly Provider provider;
    private readonly TimeProvider time;

    internal Sessions(Provider provider, TimeProvider time) => (this.provider, this.time) = (provider, time);

    /// <summary>The session of which this is the hash, with its person as they are now; null where there is none, or nobody.</summary>
    public Task<(Session Session, Person Person)?> FindAsync(ImmutableArray<byte> hash, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        byte[] wanted = [.. hash];
        var found = await (from session in context.Sessions.AsNoTracking()
                           where session.Hash == wanted
                           join person in context.People.AsNoTracking() on new { session.Issuer, Id = session.PersonId } equals new { person.Issuer, person.Id }
                           select new { session, person }).SingleOrDefaultAsync(ct);
        return found is null ? ((Session, Person)?)null : (PersonRows.Read(found.session), PersonRows.Read(found.person));
    });

    /// <summary>The next sessions of one person, or of all, before an id: those that began last first.</summary>
    public Task<ImmutableArray<Session>> ListAsync(PersonId? of, Guid? before, int limit, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var now = time.GetUtcNow();
        var rows = context.Sessions.AsNoTracking().Where(row => row.EndsAt > now && (of == null || (row.Issuer == of.Issuer && row.PersonId == of.Id)));
        if (before is { } last)
            rows = rows.Where(row => row.Id.CompareTo(last) < 0);
        return (await rows.OrderByDescending(row => row.Id).Take(limit).ToListAsync(ct)).Select(PersonRows.Read).ToImmutableArray();
    });

    /// <summary>Begins a session and ends the one that this browser had, so that a cookie from before the sign-in is worth nothing.</summary>
    public Task BeginAsync(Session session, ImmutableArray<byte>? before, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
    {
        var now = time.GetUtcNow();
        await context.Sessions.Where(row => row.EndsAt <= now).ExecuteDeleteAsync(ct);
        if (before is { } hash && hash.ToArray() is var old)
            await context.Sessions.Where(row => row.Hash == old).ExecuteDeleteAsync(ct);
        context.Sessions.Add(PersonRows.Of(session));
        await context.People.Where(PersonRows.Is(session.Person)).ExecuteUpdateAsync(row => row.SetProperty(person => person.SignedInAt, now), ct);
        return true;
    }, ct);

    /// <summary>Notes that a session was used, unless that was noted a short while ago.</summary>
    public Task SeenAsync(Session session, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return now - session.SeenAt < SeenResolution ? Task.CompletedTask : PeopleWrites.WriteAsync(provider, context =>
            context.Sessions.Where(row => row.Id == session.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.SeenAt, now), ct), ct);
    }

    /// <summary>Ends one session of this person, or of anybody; false where there is none such.</summary>
    public Task<bool> EndAsync(Guid id, PersonId? of, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
        await context.Sessions.Where(row => row.Id == id && (of == null || (row.Issuer == of.Issuer && row.PersonId == of.Id))).ExecuteDeleteAsync(ct) > 0, ct);

    /// <summary>Ends all sessions of somebody but one.</summary>
    public Task<int> EndAllAsync(PersonId of, Guid? but, CancellationToken ct) => PeopleWrites.WriteAsync(provider, context =>
        context.Sessions.Where(row => row.Issuer == of.Issuer && row.PersonId == of.Id && row.Id != but).ExecuteDeleteAsync(ct), ct);
}
