using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Bridge.GitLab;

/// <summary>
/// The claims of a token or of a stored record, read as GitLab writes them. An explicit JSON <c>null</c> is the same as an
/// absent claim: GitLab writes both where it has nothing to say.
/// </summary>
public sealed class ClaimSet
{
    /// <summary>No claims.</summary>
    public static readonly ClaimSet Empty = new(JsonDocument.Parse("{}").RootElement, ImmutableDictionary<string, string>.Empty);

    private readonly JsonElement claims;
    private readonly ImmutableDictionary<string, string> replaced;

    private ClaimSet(JsonElement claims, ImmutableDictionary<string, string> replaced) => (this.claims, this.replaced) = (claims, replaced);

    /// <summary>All claims with a value as they came, in the order of the token.</summary>
    public IEnumerable<(string Name, JsonElement Value)> All =>
        claims.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => (member.Name, member.Value));

    /// <summary>The claims of <paramref name="element"/>, which must be a JSON object without duplicate members.</summary>
    public static ClaimSet Of(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? new(element, ImmutableDictionary<string, string>.Empty)
        : throw new ArgumentException("claims are a JSON object", nameof(element));

    /// <summary>The same claims with the text <paramref name="value"/> in place of what <paramref name="name"/> was.</summary>
    public ClaimSet With(string name, string value) => new(claims, replaced.SetItem(name, value));

    /// <summary>Whether the claim is there and not null.</summary>
    public bool Has(string name) => replaced.ContainsKey(name) || Find(name, out _);

    /// <summary>The claim as JSON, unless it is absent or null.</summary>
    public bool Find(string name, out JsonElement value) =>
        claims.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The text of a JSON string claim; null for an absent claim and for every other type.</summary>
    public string? Text(string name) => replaced.TryGetValue(name, out var text) ? text
        : Find(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>
    /// The text that a scalar claim is compared and rendered as: a string as it is, a number as its canonical integer, a
    /// boolean as <c>true</c> or <c>false</c>. False where the claim is absent, null, an array, an object, or a number
    /// with a fraction.
    /// </summary>
    public bool Scalar(string name, [NotNullWhen(true)] out string? text)
    {
        if (replaced.TryGetValue(name, out text))
            return true;
        text = Find(name, out var value) ? Scalar(value) : null;
        return text is not null;
    }

    /// <summary>The texts of an array claim whose members are all strings.</summary>
    public bool Texts(string name, out ImmutableArray<string> texts)
    {
        texts = [];
        if (!Find(name, out var value) || value.ValueKind != JsonValueKind.Array)
            return false;
        if (value.EnumerateArray().Any(member => member.ValueKind != JsonValueKind.String))
            return false;
        texts = [.. value.EnumerateArray().Select(member => member.GetString()!)];
        return true;
    }

    /// <summary>Whether the claim is absent, null, <c>""</c> or <c>[]</c>.</summary>
    public bool IsBlank(string name) => replaced.TryGetValue(name, out var text) ? text.Length == 0
        : !Find(name, out var value)
            || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""))
            || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    /// <summary>The seconds of a NumericDate claim (RFC 7519 §2); a fraction is cut off. Null where it is not a number.</summary>
    public DateTimeOffset? Date(string name) =>
        Find(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => CanonicalInteger(value.GetRawText()),
        _ => null,
    };

    // A token may write 1, 1.0 or 1e0 for the same id. Long digits or exponents are nobody's id and cost time.
    private static string? CanonicalInteger(string number)
    {
        if (number.Length > 40)
            return null;
        if (BigInteger.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return integer.ToString(CultureInfo.InvariantCulture);
        return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value == decimal.Truncate(value)
            ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture)
            : null;
    }
}
