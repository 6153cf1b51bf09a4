using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage.Model;
using Bridge.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Bridge.Storage.People;

/// <summary>What local people prove with. What may count once is counted by the database, so that two nodes agree.</summary>
/// <remarks>Every member throws <see cref="Bridge.Configuration.StoreUnavailableException"/> where the database cannot answer.</remarks>
public sealed class LocalAccounts
{
    private readonly Provider provider;
    private readonly TimeProvider time;

    internal LocalAccounts(Provider provider, TimeProvider time) => (this.provider, this.time) = (provider, time);

    /// <summary>A login as it is compared.</summary>
    public static string Fold(string login) => login.Trim().ToLowerInvariant();

    public Task<LocalAccount?> FindAsync(string login, CancellationToken ct)
    {
        var folded = Fold(login);
        return ReadAsync(context => context.People.AsNoTracking().SingleOrDefaultAsync(row => row.LocalLogin == folded, ct));
    }

    public Task<LocalAccount?> FindAsync(PersonId id, CancellationToken ct) =>
        ReadAsync(context => context.People.AsNoTracking().SingleOrDefaultAsync(row => row.Issuer == PersonId.Local && row.Issuer == id.Issuer && row.Id == id.Id, ct));

    /// <summary>Uses up a one-time password: false where that time step, or a later one, was used before.</summary>
    public Task<bool> TakeStepAsync(PersonId id, long step, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
        await Of(context, id).Where(row => row.TotpStep < step).ExecuteUpdateAsync(row => row.SetProperty(person => person.TotpStep, step), ct) > 0, ct);

    /// <summary>Uses up a recovery code; false where there is none such.</summary>
    public Task<bool> TakeRecoveryCodeAsync(PersonId id, ImmutableArray<byte> hash, CancellationToken ct)
    {
        byte[] wanted = [.. hash];
        return PeopleWrites.WriteAsync(provider, async context => await context.RecoveryCodes.Where(row => row.PersonId == id.Id && row.Hash == wanted).ExecuteDeleteAsync(ct) > 0, ct);
    }

    public Task<int> RecoveryCodesLeftAsync(PersonId id, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await context.RecoveryCodes.CountAsync(row => row.PersonId == id.Id, ct);
    });

    /// <summary>Counts a wrong attempt; at every <paramref name="limit"/>th the account is locked.</summary>
    public Task FailedAsync(PersonId id, int limit, TimeSpan locked, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
    {
        await Of(context, id).ExecuteUpdateAsync(row => row.SetProperty(person => person.Failures, person => person.Failures + 1), ct);
        DateTimeOffset? until = time.GetUtcNow() + locked;
        return await Of(context, id).Where(row => row.Failures % limit == 0).ExecuteUpdateAsync(row => row.SetProperty(person => person.LockedUntil, until), ct);
    }, ct);

    /// <summary>Forgets the wrong attempts.</summary>
    public Task SucceededAsync(PersonId id, CancellationToken ct) => PeopleWrites.WriteAsync(provider, context =>
        Of(context, id).ExecuteUpdateAsync(row => row.SetProperty(person => person.Failures, 0).SetProperty(person => person.LockedUntil, (DateTimeOffset?)null), ct), ct);

    public Task SetPasswordAsync(PersonId id, string hash, CancellationToken ct) => PeopleWrites.WriteAsync(provider, context =>
        Of(context, id).ExecuteUpdateAsync(row => row.SetProperty(person => person.PasswordHash, hash), ct), ct);

    public Task SetTotpKeyAsync(PersonId id, string protectedKey, long step, CancellationToken ct) => PeopleWrites.WriteAsync(provider, context =>
        Of(context, id).ExecuteUpdateAsync(row => row.SetProperty(person => person.TotpKey, protectedKey).SetProperty(person => person.TotpStep, step), ct), ct);

    /// <summary>Puts new recovery codes in place of those that are left.</summary>
    public Task SetRecoveryCodesAsync(PersonId id, ImmutableArray<ImmutableArray<byte>> hashes, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
    {
        await context.RecoveryCodes.Where(row => row.PersonId == id.Id).ExecuteDeleteAsync(ct);
        context.RecoveryCodes.AddRange(hashes.Select(hash => new RecoveryCodeRow { PersonId = id.Id, Hash = [.. hash] }));
        return true;
    }, ct);

    public Task<ImmutableArray<PasskeyRow>> PasskeysAsync(PersonId id, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return (await context.Passkeys.AsNoTracking().Where(row => row.PersonId == id.Id).OrderBy(row => row.CreatedAt).ToListAsync(ct)).ToImmutableArray();
    });

    public Task<PasskeyRow?> FindPasskeyAsync(string credentialId, CancellationToken ct) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await context.Passkeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == credentialId, ct);
    });

    /// <summary>Keeps a passkey, or what is new of it.</summary>
    public Task PutPasskeyAsync(PasskeyRow passkey, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
    {
        if (await context.Passkeys.FindAsync([passkey.Id], ct) is not { } row)
            context.Passkeys.Add(passkey);
        else if (row.PersonId == passkey.PersonId)
            (row.Data, row.Name) = (passkey.Data, passkey.Name);
        return true;
    }, ct);

    public Task<bool> RemovePasskeyAsync(PersonId id, string credentialId, CancellationToken ct) => PeopleWrites.WriteAsync(provider, async context =>
        await context.Passkeys.Where(row => row.Id == credentialId && row.PersonId == id.Id).ExecuteDeleteAsync(ct) > 0, ct);

    private Task<LocalAccount?> ReadAsync(Func<BridgeDbContext, Task<PersonRow?>> find) => Outage.GuardAsync(provider, async () =>
    {
        await using var context = provider.Context();
        return await find(context) is { PasswordHash: not null } row ? PersonRows.Account(row) : null;
    });

    private static IQueryable<PersonRow> Of(BridgeDbContext context, PersonId id) => context.People.Where(PersonRows.Is(id));
}
