using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Configuration;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.People;

/// <summary>The links by which people become local ones.</summary>
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

    /// <summary>Keeps an invitation, in place of those to be the first that were not used; false where it is one to be the first and there is one.</summary>
    public Task<bool> AddAsync(Invitation invitation, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var context = change.Context;
        if (invitation.First && await context.People.AnyAsync(row => row.Role == Role.Admin, ct))
            return false;
        var now = time.GetUtcNow();
        await context.Invitations.Where(row => row.ExpiresAt <= now || (invitation.First && row.First)).ExecuteDeleteAsync(ct);
        context.Invitations.Add(new InvitationRow { Hash = [.. invitation.Hash], Role = invitation.Role, First = invitation.First, Author = invitation.Author, ExpiresAt = invitation.ExpiresAt });
        var what = invitation.First ? "setup link" : $"invitation to be {invitation.Role.ToString().ToLowerInvariant()}";
        await change.CommitAsync(new ChangeNote(now, invitation.Author, [$"+ {what}, until {invitation.ExpiresAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}"]), ct);
        return true;
    });

    /// <summary>The invitation of which this is the hash, if it is good now.</summary>
    public Task<Invitation?> FindAsync(ImmutableArray<byte> hash, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await FindAsync(context, hash, ct) is { } row ? new Invitation(hash, row.Role, row.First, row.Author, row.ExpiresAt) : null;
    });

    /// <summary>
    /// Makes the person whom a link invites, with their proofs, and ends the link: of two who use one link at once one comes in.
    /// </summary>
    /// <returns>Why not, or null.</returns>
    public Task<Uninvited?> AcceptAsync(ImmutableArray<byte> hash, LocalAccount account, ImmutableArray<ImmutableArray<byte>> recoveryCodes, long totpStep, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var change = await ChangeTransaction.BeginAsync(provider, ct);
        var context = change.Context;
        if (await FindAsync(context, hash, ct) is not { } invitation)
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

    private async Task<InvitationRow?> FindAsync(BridgeDbContext context, ImmutableArray<byte> hash, CancellationToken ct)
    {
        byte[] wanted = [.. hash];
        var now = time.GetUtcNow();
        return await context.Invitations.SingleOrDefaultAsync(row => row.Hash == wanted && row.ExpiresAt > now && (!row.First || !context.People.Any(person => person.Role == Role.Admin)), ct);
    }
}

/// <summary>Why a link makes nobody.</summary>
public enum Uninvited
{
    /// <summary>It was used, it is too old, there is an administrator already, or it was never one.</summary>
    Void = 1,

    /// <summary>Somebody else has that login.</summary>
    LoginTaken,
}
