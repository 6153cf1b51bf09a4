using Bridge.Configuration.Reading;
using Bridge.GitLab;

namespace Bridge.Configuration.Compiling;

/// <summary>What must hold between issuers, so that one <c>iss</c> and one subject never mean two things.</summary>
internal static class IssuersCheck
{
    public static void Check(IEnumerable<ReadThing<IssuerWithConditions>> issuers, ConfigurationSource source, ConfigurationSource? before)
    {
        var iss = new Dictionary<string, string>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (read, map) in issuers)
        {
            var issuer = read.Issuer;
            foreach (var accepted in issuer.Accepted)
                if (!iss.TryAdd(accepted.Iss, issuer.Id))
                    map.Mistake(map.Has("iss") ? "iss" : "url", $"{accepted.Iss} is accepted by {iss[accepted.Iss]} already");
            Prefix(issuer, map, prefixes, source);
            if (before is not null && WasDeleted(issuer.Id, before))
                map.Mistake("id", $"{issuer.Id} was an issuer that was deleted: what belonged to it must not come to another, so choose a new id");
        }
    }

    private static void Prefix(Issuer issuer, MapReader map, Dictionary<string, string> prefixes, ConfigurationSource source)
    {
        var prefix = issuer.SubjectPrefix;
        if (PrefixMistake(prefix) is { } mistake)
            map.Mistake("subject_prefix", mistake);
        else if (!prefixes.TryAdd(prefix, issuer.Id))
            map.Mistake("subject_prefix", prefix.Length == 0 ? $"is missing: {prefixes[prefix]} has none already" : $"{prefix} is the prefix of {prefixes[prefix]}");
        else if (source.PrefixOwners.TryGetValue(prefix, out var owner) && owner != issuer.Id)
            map.Mistake("subject_prefix", prefix.Length == 0 ? $"is missing: {owner} had none once" : $"{prefix} was once the prefix of {owner} and stays reserved");
    }

    // A prefix of claim names could make one issuer's subject look like another's.
    private static string? PrefixMistake(string prefix) =>
        prefix.Length == 0 ? null
        : !prefix.EndsWith(':') ? "must end in ':'"
        : !prefix.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or ':') || prefix.StartsWith(':') || prefix.Contains("::", StringComparison.Ordinal)
            ? "must be of letters, digits, '.', '_' and '-', such as eu:"
        : prefix.Split(':').FirstOrDefault(segment => GitLabClaims.Find(segment) is not null) is { } claim ? $"cannot have the name of a claim, {claim}"
        : null;

    private static bool WasDeleted(string id, ConfigurationSource before) =>
        before.PrefixOwners.ContainsValue(id) && !before.Definitions.Any(definition => definition.Section == Section.Issuers && definition.Id == id);
}
