using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration.Reading;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads which profile a relying party has, what it says to it, and what the profile demands of it.</summary>
internal static class ProfileReader
{
    public static (Profile Profile, ProfileSettings Settings) Read(MapReader map)
    {
        var profile = map.OneOf("profile", Profile.All["plain"], [.. Profile.All.Values.OrderBy(profile => profile.Name, StringComparer.Ordinal).Select(profile => (profile.Name, profile))]);
        return (profile, new ProfileSettings(Prefix(map, profile), new SessionTags(Tags(map, profile), Transitive(map, profile))));
    }

    /// <summary>The audience and the algorithm, held against the limits of a profile.</summary>
    public static (string Audience, string Algorithm) Fitting(MapReader map, Profile profile)
    {
        var audience = map.Needed("audience") ?? "";
        var algorithm = map.OneOf("algorithm", "RS256", ("RS256", "RS256"), ("ES256", "ES256"));
        if (audience.Length > profile.LongestAudience)
            map.Mistake("audience", $"has {audience.Length} characters; the profile {profile.Name} takes at most {profile.LongestAudience}");
        if (!profile.Algorithms.Contains(algorithm))
            map.Mistake("algorithm", $"must be {MapReader.Words([.. profile.Algorithms])} for the profile {profile.Name}, which verifies no other");
        if (audience.Length > 0 && profile.Doubt(audience, algorithm) is { } doubt)
            map.Warn("unusual_for_profile", "profile", doubt);
        return (audience, algorithm);
    }

    private static string Prefix(MapReader map, Profile profile)
    {
        var prefix = map.Text("prefix", empty: true);
        if (!profile.Prefixes && map.Has("prefix"))
            map.Mistake("prefix", $"is not for the profile {profile.Name}");
        else if (profile.Prefixes && (prefix is not null || !map.Has("prefix")) && profile.PrefixMistake(prefix ?? "") is { } mistake)
            map.Mistake("prefix", mistake);
        return prefix ?? "";
    }

    private static ImmutableArray<ClaimMapping> Tags(MapReader map, Profile profile)
    {
        if (map.Map("session_tags") is not { } tags)
            return [];
        if (!profile.TakesSessionTags)
            map.Mistake("session_tags", $"are not for the profile {profile.Name}");
        var keys = tags.Names.Distinct().ToList();
        if (keys.Count > SessionTags.Most)
            map.Mistake("session_tags", $"are {keys.Count}; a session has at most {SessionTags.Most}");
        // AWS holds keys that differ only in case for one.
        foreach (var same in keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            tags.Mistake(same.Last(), $"differs from {same.First()} only in case, and AWS takes both for one key");
        var mappings = keys.Select(key => tags.Map(key) is { } form ? MappingReader.SessionTag(key, form) : null).OfType<ClaimMapping>().ToImmutableArray();
        tags.Done();
        return mappings;
    }

    private static ImmutableArray<string> Transitive(MapReader map, Profile profile)
    {
        var keys = map.Texts("transitive_tags", empty: true) ?? [];
        if (!profile.TakesSessionTags && map.Has("transitive_tags"))
            map.Mistake("transitive_tags", $"are not for the profile {profile.Name}");
        else if (keys.FirstOrDefault(key => (map.Take("session_tags") as Node.Map)?.Find(key) is null) is { } unknown)
            map.Mistake("transitive_tags", $"{unknown} is none of the session tags");
        return keys;
    }
}
