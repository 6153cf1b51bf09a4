using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Admin.SignIn;
using Bridge.Storage;

namespace Bridge.Server.Admin.People;

/// <summary>Sessions to show and end.</summary>
/// <param name="Sessions">Those that began last first.</param>
/// <param name="Mine">The session that looks at them.</param>
/// <param name="People">Whose they are; empty where they are all one's own.</param>
/// <param name="Pager">Where the list goes on.</param>
/// <param name="MayEnd">Whether the one who looks may end them.</param>
public sealed record SessionList(ImmutableArray<Session> Sessions, Guid Mine, ImmutableDictionary<PersonId, Person> People, Pager Pager, bool MayEnd)
{
    private const int PerPage = 50;

    // In this order: most of them claim to be the ones after them too.
    private static readonly (string Mark, string Name)[] Browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Mark, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    /// <summary>A page of the sessions of one person, who may end them, or of all with the names of their people.</summary>
    public static async Task<SessionList> ReadAsync(BridgeDatabase database, HttpContext context, PersonId? of, string? after)
    {
        var ct = context.RequestAborted;
        var found = await database.Sessions.ListAsync(of, Guid.TryParse(after, out var before) ? before : null, PerPage + 1, ct);
        ImmutableArray<Session> shown = [.. found.Take(PerPage)];
        var people = of is null ? await database.People.FindAsync(shown.Select(session => session.Person).ToHashSet(), ct) : [];
        return new(shown, context.SignedIn().Session.Id, people.ToImmutableDictionary(person => person.Id), Pager.Forward(context.Request, found.Length > PerPage ? $"{shown[^1].Id}" : null),
            of is not null || context.Caller().Right >= Right.Admin);
    }

    public string Name(PersonId id) => People.TryGetValue(id, out var person) ? person.Name : id.ToString();

    /// <summary>A browser in a few words of its own many.</summary>
    public static string Browser(string agent)
    {
        var browser = Browsers.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name ?? "A browser";
        var system = Systems.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        return system is null ? browser : $"{browser} on {system}";
    }
}
