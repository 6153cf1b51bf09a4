using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Configuration;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.People;

/// <summary>Everybody who ever signed in, and what they may do. A role that is given or taken is a change like any other: logged, and the revision is raised.</summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class KnownPeople
{
    private readonly Provider provider;
    private readonly TimeProvider time;

    internal KnownPeople(Provider provider, TimeProvider time) => (this.provider, this.time) = (provider, time);

    public Task<Person?> FindAsync(PersonId id, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await context.People.AsNoTracking().SingleOrDefaultAsync(PersonRows.Is(id), ct) is { } row ? PersonRows.Read(row) : null;
    });

    /// <summary>Those of these people who are known.</summary>
    public Task<ImmutableArray<Person>> FindAsync(IReadOnlySet<PersonId> ids, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        if (ids.Count == 0)
            return [];
        await using var context = provider.Context();
        string[] issuers = [.. ids.Select(id => id.Issuer).Distinct(StringComparer.Ordinal)], own = [.. ids.Select(id => id.Id).Distinct(StringComparer.Ordinal)];
        // By both columns of the key: two issuers that count from 1 alike bring a few rows too many.
        var rows = await context.People.AsNoTracking().Where(row => issuers.Contains(row.Issuer) && own.Contains(row.Id)).ToListAsync(ct);
        return rows.Select(PersonRows.Read).Where(person => ids.Contains(person.Id)).ToImmutableArray();
    });

    /// <summary>People in the order of issuer and id, those with a role first; a page of them after a key.</summary>
    public Task<ImmutableArray<Person>> ListAsync(bool withRole, PersonId? after, int count, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var rows = context.People.AsNoTracking().Where(row => row.Role != null == withRole);
        if (after is not null)
            rows = rows.Where(row => string.Compare(row.Issuer, after.Issuer) > 0 || (row.Issuer == after.Issuer && string.Compare(row.Id, after.Id) > 0));
        return (await rows.OrderBy(row => row.Issuer).ThenBy(row => row.Id).Take(count).ToListAsync(ct)).Select(PersonRows.Read).ToImmutableArray();
    });

    /// <summary>Notes who signed in with GitLab, by what it calls them now; gives them with the role that they have here.</summary>
    public Task<Person> SawAsync(PersonId id, string login, string name, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
    {
        var row = await context.People.SingleOrDefaultAsync(PersonRows.Is(id), ct);
        if (row is null)
            context.People.Add(row = new PersonRow { Issuer = id.Issuer, Id = id.Id, Login = "", Name = "", CreatedAt = time.GetUtcNow() });
        (row.Login, row.Name) = (StoredText.Shown(login)!, StoredText.Shown(name)!);
        return PersonRows.Read(row);
    }, ct);

    /// <summary>Gives somebody a role or takes it. The last administrator stays one.</summary>
    public Task<RoleChange> SetRoleAsync(PersonId id, Role? role, string author, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var context = change.Context;
        if (await context.People.SingleOrDefaultAsync(PersonRows.Is(id), ct) is not { } row)
            return RoleChange.Nobody;
        if (row.Role == role)
            return RoleChange.Done;
        if (row.Role == Role.Admin && await context.People.CountAsync(one => one.Role == Role.Admin, ct) == 1)
            return RoleChange.LastAdministrator;
        var difference = $"~ people/{id}: {row.Login}, role {Word(row.Role)} -> {Word(role)}";
        var before = PersonRows.Read(row);
        row.Role = role;
        change.Add(await PersonRows.ItemAsync(change, id, before, PersonRows.Read(row), ct));
        await change.CommitAsync(new ChangeNote(time.GetUtcNow(), author, [difference]), ct);
        return RoleChange.Done;
    });

    /// <summary>Removes somebody with their proofs and sessions. The last administrator stays.</summary>
    public Task<RoleChange> RemoveAsync(PersonId id, string author, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var context = change.Context;
        if (await context.People.SingleOrDefaultAsync(PersonRows.Is(id), ct) is not { } row)
            return RoleChange.Nobody;
        if (row.Role == Role.Admin && await context.People.CountAsync(one => one.Role == Role.Admin, ct) == 1)
            return RoleChange.LastAdministrator;
        context.People.Remove(row);
        await context.Sessions.Where(session => session.Issuer == id.Issuer && session.PersonId == id.Id).ExecuteDeleteAsync(ct);
        if (id.IsLocal)
        {
            await context.Passkeys.Where(passkey => passkey.PersonId == id.Id).ExecuteDeleteAsync(ct);
            await context.RecoveryCodes.Where(code => code.PersonId == id.Id).ExecuteDeleteAsync(ct);
        }

        change.Add(await PersonRows.ItemAsync(change, id, PersonRows.Read(row), null, ct));
        await change.CommitAsync(new ChangeNote(time.GetUtcNow(), author, [$"- people/{id}: {row.Login}"]), ct);
        return RoleChange.Done;
    });

    private static string Word(Role? role) => role?.ToString().ToLowerInvariant() ?? "none";
}

/// <summary>What became of a change of somebody's role.</summary>
public enum RoleChange
{
    Done = 1,
    Nobody,

    /// <summary>Without them nobody could give a role to anybody.</summary>
    LastAdministrator,
}
