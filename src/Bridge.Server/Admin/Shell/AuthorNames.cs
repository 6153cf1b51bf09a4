using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Storage;

namespace Bridge.Server.Admin.Shell;

/// <summary>Authors of the change log by the names that they are known by; those of a whole page are read at once.</summary>
public sealed class AuthorNames
{
    public static readonly AuthorNames None = new([], ImmutableDictionary<Guid, string>.Empty);

    private const string Commands = "cli:";

    private readonly ImmutableDictionary<PersonId, Person> people;
    private readonly ImmutableDictionary<Guid, string> tokens;

    private AuthorNames(ImmutableArray<Person> people, ImmutableDictionary<Guid, string> tokens) =>
        (this.people, this.tokens) = (people.ToImmutableDictionary(person => person.Id), tokens);

    /// <summary>An author in words; one that nobody knows any more is as it was written.</summary>
    public string this[string author] => author switch
    {
        _ when PersonId.OfAuthor(author) is { } id => people.TryGetValue(id, out var person) ? person.Name : author,
        _ when ApiToken.OfAuthor(author) is { } id => tokens.TryGetValue(id, out var name) ? $"{name} (API token)" : author,
        _ when author.StartsWith(Commands, StringComparison.Ordinal) => $"{author[Commands.Length..]} (command line)",
        _ => author,
    };

    /// <summary>Reads the names of these authors.</summary>
    public static async Task<AuthorNames> ReadAsync(BridgeDatabase database, IEnumerable<string> authors, CancellationToken ct)
    {
        var all = authors.ToHashSet(StringComparer.Ordinal);
        return new(
            await database.People.FindAsync(all.Select(PersonId.OfAuthor).OfType<PersonId>().ToHashSet(), ct),
            await database.ApiTokens.NamesAsync([.. all.Select(ApiToken.OfAuthor).OfType<Guid>()], ct));
    }
}
