using System.Linq.Expressions;
using Bridge.Access;
using Bridge.Configuration.History;
using Bridge.Storage.Configuration;
using Bridge.Storage.Model;

namespace Bridge.Storage.People;

/// <summary>Rows of people and sessions to what they mean.</summary>
internal static class PersonRows
{
    public static Person Read(PersonRow row) => new()
    {
        Id = new PersonId(row.Issuer, row.Id),
        Login = row.Login,
        Name = row.Name,
        Role = row.Role,
        CreatedAt = row.CreatedAt,
        SignedInAt = row.SignedInAt,
    };

    public static LocalAccount Account(PersonRow row) => new()
    {
        Person = Read(row),
        PasswordHash = row.PasswordHash!,
        ProtectedTotpKey = row.TotpKey,
        Failures = row.Failures,
        LockedUntil = row.LockedUntil,
    };

    public static Session Read(SessionRow row) => new()
    {
        Id = row.Id,
        Hash = [.. row.Hash],
        Person = new PersonId(row.Issuer, row.PersonId),
        CreatedAt = row.CreatedAt,
        SeenAt = row.SeenAt,
        ProvedAt = row.ProvedAt,
        EndsAt = row.EndsAt,
        Address = row.Address,
        Agent = row.Agent,
        ProtectedGitLabToken = row.GitLabToken,
    };

    public static SessionRow Of(Session session) => new()
    {
        Id = session.Id,
        Hash = [.. session.Hash],
        Issuer = session.Person.Issuer,
        PersonId = session.Person.Id,
        CreatedAt = session.CreatedAt,
        SeenAt = session.SeenAt,
        ProvedAt = session.ProvedAt,
        EndsAt = session.EndsAt,
        Address = session.Address,
        Agent = StoredText.Shown(session.Agent)!,
        GitLabToken = session.ProtectedGitLabToken,
    };

    /// <summary>What the history keeps of a change of somebody: their name, login and role.</summary>
    public static async Task<ChangeItem> ItemAsync(ChangeTransaction change, PersonId id, Person? before, Person? after, CancellationToken ct)
    {
        var last = await change.LastVersionsAsync(ChangeItem.People, [$"{id}"], ct);
        return new ChangeItem(ChangeItem.People, $"{id}", last.Values.SingleOrDefault() + 1, Json(before), Json(after));
    }

    /// <summary>What the history keeps of somebody.</summary>
    public static string? Json(Person? person) => person is null ? null : ItemJson.Write(new { person.Login, person.Name, Role = person.Role?.ToString().ToLowerInvariant() });

    public static Expression<Func<PersonRow, bool>> Is(PersonId id) => row => row.Issuer == id.Issuer && row.Id == id.Id;
}
