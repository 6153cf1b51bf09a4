using Bridge.Access;
using Bridge.Testing.Hosting;

namespace Bridge.Testing.Pages;

/// <summary>People who are signed in without having gone through it, for tests of what comes after.</summary>
public static class SignedInPeople
{
    public const string CookieName = "bridge-session";

    /// <summary>Somebody of the issuer <c>main</c> with this role, and a session of theirs; gives the value of its cookie.</summary>
    public static async Task<string> SignInAsync(this BridgeServer bridge, Role? role, string id = "900", DateTimeOffset? provedAt = null, CancellationToken ct = default)
    {
        var (database, now, secret) = (bridge.Engine.Database, bridge.Engine.Time.GetUtcNow(), Secret.Make());
        var person = await database.People.SawAsync(new PersonId("main", id), role is null ? "mira" : $"{role}".ToLowerInvariant(), role is null ? "Mira Maintainer" : $"Sam {role}", ct);
        await database.People.SetRoleAsync(person.Id, role, "test", ct);
        await database.Sessions.BeginAsync(new Session
        {
            Id = Guid.CreateVersion7(now),
            Hash = Secret.Hash(secret),
            Person = person.Id,
            CreatedAt = now,
            SeenAt = now,
            ProvedAt = provedAt ?? now,
            EndsAt = now + TimeSpan.FromHours(12),
            Address = "192.0.2.7",
            Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        }, null, ct);
        return secret;
    }
}
