using Bridge.Access;
using Bridge.Storage;
using Microsoft.AspNetCore.Identity;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Passwords of local people, hashed by ASP.NET Core Identity. Length is what makes one hard to guess (NIST SP 800-63B §3.1.1.2), so
/// that alone is asked for. An unknown login takes as long as a wrong password.
/// </summary>
internal sealed class Passwords(BridgeDatabase database, TimeProvider time)
{
    public const int Shortest = 15;
    public const int Longest = 256;

    /// <summary>Wrong attempts after which an account is locked, and for how long.</summary>
    public const int Attempts = 10;

    public static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);

    private static readonly object Nobody = new();
    private static readonly PasswordHasher<object> Hasher = new();
    private static readonly string Decoy = Hasher.HashPassword(Nobody, Secret.Make());

    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>What is wrong with a new password, or null.</summary>
    public static string? Mistake(string? password, string? login) => password switch
    {
        null or { Length: < Shortest } => $"Take at least {Shortest} characters; a few words do.",
        { Length: > Longest } => $"Take at most {Longest} characters.",
        _ when login is { Length: > 0 } && password.Replace(login, "", StringComparison.OrdinalIgnoreCase).Length < Shortest / 2 => "It must be more than the login.",
        _ when password.Distinct().Count() < 5 => "It repeats itself too much.",
        _ => null,
    };

    /// <summary>The account of a login and its password; null for any other pair, and while it is locked for the right one too.</summary>
    public async Task<LocalAccount?> VerifyAsync(string login, string password, CancellationToken ct)
    {
        var account = login.Length <= Longest ? await database.LocalAccounts.FindAsync(login, ct) : null;
        var verified = Verify(account?.PasswordHash ?? Decoy, password.Length <= Longest ? password : "");
        if (account is null || account.LockedUntil > time.GetUtcNow())
            return null;
        if (verified == PasswordVerificationResult.Failed)
        {
            await database.LocalAccounts.FailedAsync(account.Person.Id, Attempts, Locked, ct);
            return null;
        }

        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
            await database.LocalAccounts.SetPasswordAsync(account.Person.Id, Hash(password), ct);
        return account;
    }

    private static PasswordVerificationResult Verify(string hash, string password) => Hasher.VerifyHashedPassword(Nobody, hash, password);
}
