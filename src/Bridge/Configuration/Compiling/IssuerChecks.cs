using System.Collections.Immutable;
using Bridge.Configuration.Reading;
using Bridge.GitLab;
using Bridge.Policies;

namespace Bridge.Configuration.Compiling;

/// <summary>What must hold within one issuer, beside the form of each of its members.</summary>
internal static class IssuerChecks
{
    private static readonly string[] Bounds = ["project_id", "namespace_id", "top_level_group"];

    public static void Check(Issuer issuer, ImmutableArray<Condition> mandatory, bool shared, MapReader map)
    {
        Kinds(issuer, map);
        Audiences(issuer, map);
        if (issuer.Keys.Discovery is not null && issuer.Accepted.Length > 0 && !issuer.Accepted.Any(accepted => accepted.Kinds.HasFlag(TokenKind.IdToken)))
            map.Mistake("keys", "cannot come from discovery, whose issuer must be an iss that carries id_token: name jwks or uploaded");
        if (issuer.Enabled && (shared || IsGitLabCom(issuer)) && !mandatory.Any(Binds))
            map.Mistake("mandatory", $"must bind {MapReader.Words([.. Bounds])} to values of your own: strangers share this issuer");
    }

    private static void Kinds(Issuer issuer, MapReader map)
    {
        foreach (var kind in new[] { TokenKind.V1, TokenKind.V2 })
        {
            var carried = issuer.Accepted.Any(accepted => accepted.Kinds.HasFlag(kind));
            if (carried && !issuer.LegacyUntil.ContainsKey(kind) && !map.Has("legacy"))
                map.Mistake("legacy", $"is missing: the kind {kind.Word()} needs an end date, {kind.Word()}: {{until: …}}");
            else if (carried && !issuer.LegacyUntil.ContainsKey(kind) && !(map.Take("legacy") is Node.Map legacy && legacy.Find(kind.Word()) is not null))
                map.Mistake("legacy", $"needs an end date for the kind {kind.Word()}: {kind.Word()}: {{until: …}}");
            else if (!carried && issuer.LegacyUntil.ContainsKey(kind))
                map.Mistake("legacy", $"has an end date for the kind {kind.Word()}, which no iss carries: name it under kinds");
        }

        if (issuer.GitLabUrl is null && !map.Has("url") && issuer.Accepted.Any(accepted => accepted.Kinds.HasFlag(TokenKind.V2)))
            map.Mistake("url", "is missing: the kind v2 is known by it as audience");
    }

    private static void Audiences(Issuer issuer, MapReader map)
    {
        if (issuer.FurtherAudiences.FirstOrDefault(issuer.Audiences.Contains) is { } both)
            map.Mistake("further_audiences", $"{both} is an expected audience already");
        var ambiguous = issuer.Accepted.Any(accepted => accepted.Kinds.HasFlag(TokenKind.IdToken | TokenKind.V2));
        if (ambiguous && issuer.GitLabUrl is { } url && (issuer.Audiences.Contains(url) || issuer.FurtherAudiences.Contains(url)))
            map.Mistake(issuer.Audiences.Contains(url) ? "audiences" : "further_audiences", $"cannot have {url}: where an iss carries id_token and v2, that audience makes a token v2");
    }

    private static bool IsGitLabCom(Issuer issuer) => issuer.Accepted.Select(accepted => accepted.Iss).Append(issuer.GitLabUrl).Any(text => text is not null
        && (text.Equals("gitlab.com", StringComparison.OrdinalIgnoreCase)
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.IdnHost.TrimEnd('.').Equals("gitlab.com", StringComparison.OrdinalIgnoreCase))));

    // With a wildcard it would hold for strangers, too: anybody may call a group of theirs my-something.
    private static bool Binds(Condition condition) => Bounds.Contains(condition.Claim) && condition switch
    {
        Condition.OneOf oneOf => !oneOf.Negated,
        Condition.Matches matches => !matches.Negated && !matches.Glob.Pattern.Contains('*', StringComparison.Ordinal),
        _ => false,
    };
}
