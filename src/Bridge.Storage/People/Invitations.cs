using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Configuration;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.People;

/// <summary>The links by which people become local ones, and by which an administrator who lost every proof chooses new ones.</summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class Invitations
{
    private readonly Provider provider;
    private readonly TimeProvider time;

    internal Invitations(Provider provider, TimeProvider time) => (this.provider, this.time) = (provider, time);

    /// <summary>Whether there is an administrator.</summary>
    public Task<bool> AdministratorExistsAsync(CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await context.People.AnyAsync(row => row.Role == Role.Admin, ct);
    });

    /// <summary>
    /// Keeps an invitation, in place of those to be the first, or to recover the same person, that were not used; false where it is one
    /// to be the first and there is one, or whom it recovers is no local administrator.
    /// </summary>
    public Task<bool> AddAsync(Invitation invitation, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var context = change.Context;
        if (invitation.First && await context.People.AnyAsync(row => row.Role == Role.Admin, ct))
            return false;
        if (invitation.Recovers is { } lost && !await LocalAdministrators(context).AnyAsync(PersonRows.Is(lost.Id), ct))
            return false;
        var (now, personId) = (time.GetUtcNow(), invitation.Recovers?.Id.Id);
        await context.Invitations.Where(row => row.ExpiresAt <= now || (invitation.First && row.First) || (personId != null && row.PersonId == personId)).ExecuteDeleteAsync(ct);
        context.Invitations.Add(new InvitationRow { Hash = [.. invitation.Hash], Role = invitation.Role, First = invitation.First, Author = invitation.Author, ExpiresAt = invitation.ExpiresAt, PersonId = personId });
        var what = invitation switch
        {
            { Recovers: { } person } => $"recovery link of people/{person.Id}: {person.Login}",
            { First: true } => "setup link",
            _ => $"invitation to be {invitation.Role.ToString().ToLowerInvariant()}",
        };
        await change.CommitAsync(new ChangeNote(now, invitation.Author, [$"+ {what}, until {invitation.ExpiresAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}"]), ct);
        return true;
    });

    /// <summary>The invitation of which this is the hash, if it is good now.</summary>
    public Task<Invitation?> FindAsync(ImmutableArray<byte> hash, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        var found = await Good(context, hash)
            .Select(row => new { row, person = context.People.SingleOrDefault(person => person.Issuer == PersonId.Local && person.Id == row.PersonId) }).SingleOrDefaultAsync(ct);
        return found is null ? null
            : new Invitation(hash, found.row.Role, found.row.First, found.row.Author, found.row.ExpiresAt) { Recovers = found.person is { } person ? PersonRows.Read(person) : null };
    });

    /// <summary>
    /// Makes the person whom a link invites, with their proofs, and ends the link: of two who use one link at once one comes in.
    /// </summary>
    /// <returns>Why not, or null.</returns>
    public Task<Uninvited?> AcceptAsync(ImmutableArray<byte> hash, LocalAccount account, ImmutableArray<ImmutableArray<byte>> recoveryCodes, long totpStep, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var context = change.Context;
        if (await Good(context, hash).SingleOrDefaultAsync(ct) is not { PersonId: null } invitation)
            return Uninvited.Void;
        var login = LocalAccounts.Fold(account.Person.Login);
        if (await context.People.AnyAsync(row => row.LocalLogin == login, ct))
            return (Uninvited?)Uninvited.LoginTaken;
        context.Invitations.Remove(invitation);
        var person = account.Person with { Role = invitation.Role };
        context.People.Add(new PersonRow
        {
            Issuer = PersonId.Local,
            Id = person.Id.Id,
            LocalLogin = login,
            Login = person.Login,
            Name = StoredText.Shown(person.Name)!,
            Role = person.Role,
            CreatedAt = person.CreatedAt,
            PasswordHash = account.PasswordHash,
            TotpKey = account.ProtectedTotpKey,
            TotpStep = totpStep,
        });
        context.RecoveryCodes.AddRange(recoveryCodes.Select(code => new RecoveryCodeRow { PersonId = person.Id.Id, Hash = [.. code] }));
        change.Add(await PersonRows.ItemAsync(change, person.Id, null, person, ct));
        await change.CommitAsync(new ChangeNote(time.GetUtcNow(), person.Id.Author, [$"+ people/{person.Id}: {person.Login}, {invitation.Role.ToString().ToLowerInvariant()}, invited by {invitation.Author}"]), ct);
        return null;
    });

    /// <summary>
    /// Puts new proofs in place of all that a local administrator had, takes the lock away, ends their sessions, and ends the link that is
    /// theirs: of two who use one link at once one does. The change is its author's: who has the link has proved no more than that.
    /// </summary>
    /// <returns>Why not, or null.</returns>
    public Task<Uninvited?> RecoverAsync(ImmutableArray<byte> hash, LocalAccount account, ImmutableArray<ImmutableArray<byte>> recoveryCodes, long totpStep, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var (context, id) = (change.Context, account.Person.Id);
        if (await Good(context, hash).SingleOrDefaultAsync(row => row.PersonId == id.Id && id.Issuer == PersonId.Local, ct) is not { } invitation)
            return (Uninvited?)Uninvited.Void;
        context.Invitations.Remove(invitation);
        var login = await context.People.Where(PersonRows.Is(id)).Select(row => row.Login).SingleAsync(ct);
        await context.People.Where(PersonRows.Is(id)).ExecuteUpdateAsync(row => row
            .SetProperty(one => one.PasswordHash, account.PasswordHash)
            .SetProperty(one => one.TotpKey, account.ProtectedTotpKey)
            .SetProperty(one => one.TotpStep, totpStep)
            .SetProperty(one => one.Failures, 0)
            .SetProperty(one => one.LockedUntil, (DateTimeOffset?)null), ct);
        await context.RecoveryCodes.Where(row => row.PersonId == id.Id).ExecuteDeleteAsync(ct);
        context.RecoveryCodes.AddRange(recoveryCodes.Select(code => new RecoveryCodeRow { PersonId = id.Id, Hash = [.. code] }));
        var passkeys = await context.Passkeys.Where(row => row.PersonId == id.Id).ExecuteDeleteAsync(ct);
        var sessions = await context.Sessions.Where(row => row.Issuer == id.Issuer && row.PersonId == id.Id).ExecuteDeleteAsync(ct);
        var difference = $"~ people/{id}: {login}, password, authenticator app and recovery codes replaced by the recovery link; passkeys removed: {passkeys}; sessions ended: {sessions}";
        await change.CommitAsync(new ChangeNote(time.GetUtcNow(), invitation.Author, [difference]), ct);
        return null;
    });

    private IQueryable<InvitationRow> Good(BridgeDbContext context, ImmutableArray<byte> hash)
    {
        byte[] wanted = [.. hash];
        var (now, local) = (time.GetUtcNow(), LocalAdministrators(context));
        return context.Invitations.Where(row => row.Hash == wanted && row.ExpiresAt > now
            && (!row.First || !context.People.Any(person => person.Role == Role.Admin))
            && (row.PersonId == null || local.Any(person => person.Id == row.PersonId)));
    }

    private static IQueryable<PersonRow> LocalAdministrators(BridgeDbContext context) => context.People.Where(row => row.Issuer == PersonId.Local && row.Role == Role.Admin);
}

/// <summary>Why a link does nothing.</summary>
public enum Uninvited
{
    /// <summary>
    /// It was used, it is too old, a newer one took its place, there is an administrator already, whom it recovers is none any more, or it
    /// was never one.
    /// </summary>
    Void = 1,

    /// <summary>Somebody else has that login.</summary>
    LoginTaken,
}
