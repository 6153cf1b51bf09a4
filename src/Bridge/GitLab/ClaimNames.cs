using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Bridge.GitLab;

/// <summary>
/// The names of a set of claims, in their order, and what follows from them. The tokens of one GitLab have few different rows of
/// names, so the newest are kept, and a token with a known row needs no texts, no table and no sorting of its own.
/// </summary>
internal sealed class ClaimNames
{
    // One row is kept for each number of members: which claims a job has differs mostly in how many there are.
    private static readonly ClaimNames?[] Kept = new ClaimNames?[64];

    private readonly string[] names;
    private readonly byte[][] octets;
    private readonly Dictionary<string, int> places;

    /// <summary>The names of <paramref name="claims"/>, which are distinct.</summary>
    public ClaimNames(ImmutableArray<Claim> claims)
    {
        names = [.. claims.Select(claim => claim.Name)];
        octets = [.. names.Select(Encoding.UTF8.GetBytes)];
        places = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var place = 0; place < names.Length; place++)
            places.Add(names[place], place);
        Ordered = [.. places.OrderBy(name => name.Key, StringComparer.Ordinal).Select(name => name.Value)];
    }

    /// <summary>The places of the names in the ordinal order of the names.</summary>
    public ImmutableArray<int> Ordered { get; }

    /// <summary>The newest row that an object of so many members had.</summary>
    public static ClaimNames? Newest(int members) => Volatile.Read(ref Kept[members % Kept.Length]);

    /// <summary>The names of <paramref name="claims"/>, which were read from an object of so many members, as kept or kept from now on.</summary>
    public static ClaimNames Of(ImmutableArray<Claim> claims, int members)
    {
        if (Newest(members) is { } known && known.Are(claims))
            return known;
        var made = new ClaimNames(claims);
        Volatile.Write(ref Kept[members % Kept.Length], made);
        return made;
    }

    /// <summary>The name of <paramref name="member"/> where it is the one at this place, else null.</summary>
    public string? At(int place, JsonProperty member) => place < names.Length && member.NameEquals(octets[place]) ? names[place] : null;

    /// <summary>The place of a name, or a negative number.</summary>
    public int Place(string name) => places.TryGetValue(name, out var place) ? place : -1;

    private bool Are(ImmutableArray<Claim> claims)
    {
        if (claims.Length != names.Length)
            return false;
        for (var place = 0; place < names.Length; place++)
        {
            if (!ReferenceEquals(claims[place].Name, names[place]))
                return false;
        }

        return true;
    }
}
