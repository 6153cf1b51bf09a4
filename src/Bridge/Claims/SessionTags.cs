using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.GitLab;
using Bridge.Refusals;

namespace Bridge.Claims;

/// <summary>
/// The session tags of an AWS session (IAM User Guide, "Pass session tags in AWS STS"): a policy compares them as
/// <c>aws:PrincipalTag/KEY</c>. The limits are those of the STS API's <c>Tag</c> and of "Rules for tagging in IAM and AWS STS".
/// </summary>
/// <param name="Mappings">How each tag's value is made; the target of a mapping is the tag's key.</param>
/// <param name="Transitive">The keys of the tags that go on to a role that this session assumes.</param>
public sealed record SessionTags(ImmutableArray<ClaimMapping> Mappings, ImmutableArray<string> Transitive)
{
    public const int Most = 50;
    public const int LongestKey = 128;
    public const int LongestValue = 256;

    /// <summary>Keys and values that begin so are AWS's own.</summary>
    private const string Reserved = "aws:";

    private const string Characters = "letters, digits, spaces and _.:/=+-@";

    public static readonly SessionTags None = new([], []);

    /// <summary>What is wrong with a tag's key, or null.</summary>
    public static string? KeyMistake(string key) => key.Length is > 0 and <= LongestKey && Taken(key)
        ? null
        : $"the key of a session tag has 1 to {LongestKey} {Characters}, and does not begin with {Reserved}";

    /// <summary>What a tag's value must be where this one is none, or null.</summary>
    public static string? ValueMistake(string? value) => value is { Length: <= LongestValue } && Taken(value)
        ? null
        : $"at most {LongestValue} {Characters}, not beginning with {Reserved}";

    /// <summary>The claim that carries the tags of a job; none where every tag is left out.</summary>
    public Outcome<ImmutableArray<IssuedClaim>> Fill(string claim, JobFacts facts)
    {
        if (!ClaimMapping.Map(Mappings, facts).Is(out var tags, out var refused))
            return refused with { Name = NameOf(refused.Name!) };
        var principal = new JsonObject();
        foreach (var tag in tags)
        {
            var value = Text(tag.Value);
            if (ValueMistake(value) is { } mistake)
                return new Refused(Reason.MappedClaimInvalid, NameOf(tag.Name), mistake);
            principal.Add(tag.Name, new JsonArray(value));
        }

        if (principal.Count == 0)
            return ImmutableArray<IssuedClaim>.Empty;
        var transitive = Transitive.Where(principal.ContainsKey).Select(key => (JsonNode)key).ToArray();
        var filled = new JsonObject { ["principal_tags"] = principal };
        if (transitive.Length > 0)
            filled.Add("transitive_tag_keys", new JsonArray(transitive));
        return ImmutableArray.Create(new IssuedClaim(claim, new IssuedValue.Json(JsonSerializer.SerializeToElement(filled))));
    }

    // As configuration writes it, so that whoever reads the refusal finds the place.
    private static string NameOf(string key) => "session_tags." + key;

    private static string? Text(IssuedValue value) => value switch
    {
        IssuedValue.Text text => text.Value,
        IssuedValue.Json json => ClaimSet.ScalarText(json.Element),
        _ => null,
    };

    // AWS's pattern is [\p{L}\p{Z}\p{N}_.:/=+\-@]*.
    private static bool Taken(string text) => !text.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase) && text.EnumerateRunes().All(Taken);

    private static bool Taken(Rune rune) => rune.Value is '_' or '.' or ':' or '/' or '=' or '+' or '-' or '@' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
