using System.Collections.Immutable;
using System.Globalization;
using Bridge.Configuration.Reading;
using Bridge.GitLab;

namespace Bridge.Configuration.Compiling;

/// <summary>Reads which <c>iss</c> strings an issuer has, the kinds of token they carry, and until when the removed kinds count.</summary>
internal static class AcceptedReader
{
    /// <summary>A removed kind of token is switched on for so long at most.</summary>
    public static readonly TimeSpan LongestLegacy = TimeSpan.FromDays(180);

    private static readonly string[] KindWords = ["id_token", "v2", "v1"];

    /// <summary>The <c>iss</c> strings; without any it is the GitLab URL, for id_tokens.</summary>
    public static ImmutableArray<AcceptedIssuer> Read(MapReader issuer, string? url)
    {
        if (!issuer.Has("iss"))
        {
            if (issuer.Take("iss") is null && !issuer.Has("url"))
                issuer.Mistake("iss", "is missing: give it, or the issuer's url");
            return url is null ? [] : [new AcceptedIssuer(url, TokenKind.IdToken)];
        }

        if (issuer.Take("iss") is Node.Scalar)
            return issuer.Text("iss") is { } one ? [new AcceptedIssuer(one, TokenKind.IdToken)] : [];
        var items = issuer.Items("iss");
        if (items.IsEmpty && issuer.Take("iss") is Node.List)
            issuer.Mistake("iss", "must have at least one item");
        return [.. items.Select((item, index) => Item(issuer, item, $"{issuer.At("iss")}[{index}]")).OfType<AcceptedIssuer>()];
    }

    /// <summary>The kinds under a name; id_token where nothing is said.</summary>
    public static TokenKind Kinds(this MapReader map, string name)
    {
        if (map.Texts(name) is not { } words)
            return TokenKind.IdToken;
        if (words.FirstOrDefault(word => !KindWords.Contains(word)) is { } unknown)
            map.Mistake(name, $"{unknown} is no kind of CI token: {MapReader.Words([.. KindWords])}");
        return words.Aggregate(TokenKind.None, (kinds, word) => kinds | TokenKinds.Parse(word));
    }

    /// <summary>The end of each removed kind that is switched on.</summary>
    public static ImmutableDictionary<TokenKind, DateTimeOffset> Legacy(MapReader issuer, DateTimeOffset? writing)
    {
        var until = ImmutableDictionary<TokenKind, DateTimeOffset>.Empty;
        if (issuer.Map("legacy") is not { } legacy)
            return until;
        foreach (var kind in new[] { TokenKind.V1, TokenKind.V2 })
        {
            if (legacy.Map(kind.Word()) is not { } map)
                continue;
            if (Until(map, writing) is { } end)
                until = until.Add(kind, end);
            map.Done();
        }

        legacy.Done();
        return until;
    }

    private static AcceptedIssuer? Item(MapReader issuer, Node item, string path)
    {
        if (item is not Node.Map inner)
            return issuer.TextOf(item, path) is { } iss ? new AcceptedIssuer(iss, TokenKind.IdToken) : null;
        var map = new MapReader(inner, path, issuer.Findings);
        var text = map.Needed("iss");
        var kinds = map.Kinds("kinds");
        map.Done();
        return text is null ? null : new AcceptedIssuer(text, kinds);
    }

    // The date is the last day: it ends with that day in UTC.
    private static DateTimeOffset? Until(MapReader map, DateTimeOffset? writing)
    {
        if (map.Needed("until") is not { } text)
            return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day == DateOnly.MaxValue)
        {
            map.Mistake("until", "must be a date such as 2027-01-31");
            return null;
        }

        if (writing is { } now && day > DateOnly.FromDateTime((now + LongestLegacy).UtcDateTime))
            map.Mistake("until", $"must be within {LongestLegacy.Days} days: {DateOnly.FromDateTime((now + LongestLegacy).UtcDateTime):yyyy-MM-dd} at the latest");
        return new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
    }
}
