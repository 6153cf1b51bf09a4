using Bridge.Access;
using Bridge.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Bridge.Server.Admin.SignIn;

/// <summary>What somebody types after the password: a one-time password or a recovery code, each good once on all nodes.</summary>
internal sealed class SecondFactor(BridgeDatabase database, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("Bridge.Totp");

    public string Protect(byte[] key) => protector.Protect(Convert.ToBase64String(key));

    public byte[] Unprotect(string key) => Convert.FromBase64String(protector.Unprotect(key));

    /// <summary>Whether what was typed proves it, and is used up now.</summary>
    public async Task<bool> VerifyAsync(LocalAccount account, string? typed, CancellationToken ct)
    {
        if (account.LockedUntil > time.GetUtcNow())
            return false;
        if (await TakeAsync(account, typed, ct))
        {
            await database.LocalAccounts.SucceededAsync(account.Person.Id, ct);
            return true;
        }

        await database.LocalAccounts.FailedAsync(account.Person.Id, Passwords.Attempts, Passwords.Locked, ct);
        return false;
    }

    private async Task<bool> TakeAsync(LocalAccount account, string? typed, CancellationToken ct)
    {
        if (account.ProtectedTotpKey is { } key && Totp.Match(Unprotect(key), typed, time.GetUtcNow()) is { } step)
            return await database.LocalAccounts.TakeStepAsync(account.Person.Id, step, ct);
        return typed is { Length: > Totp.Digits and < 100 } && await database.LocalAccounts.TakeRecoveryCodeAsync(account.Person.Id, RecoveryCode.Hash(typed), ct);
    }
}
