using System.Collections.Immutable;
using Bridge.Access;

namespace Bridge.Server.Admin.People;

/// <summary>Sessions to show and end.</summary>
/// <param name="Sessions">The last used first.</param>
/// <param name="Mine">The session that looks at them.</param>
/// <param name="People">Whose they are; empty where they are all one's own.</param>
public sealed record SessionList(ImmutableArray<Session> Sessions, Guid Mine, ImmutableDictionary<PersonId, Person> People)
{
    // In this order: most of them claim to be the ones after them too.
    private static readonly (string Mark, string Name)[] Browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Mark, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public string Name(PersonId id) => People.TryGetValue(id, out var person) ? person.Name : id.ToString();

    /// <summary>A browser in a few words of its own many.</summary>
    public static string Browser(string agent)
    {
        var browser = Browsers.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name ?? "A browser";
        var system = Systems.FirstOrDefault(one => agent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        return system is null ? browser : $"{browser} on {system}";
    }
}
