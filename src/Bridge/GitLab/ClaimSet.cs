using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Bridge.GitLab;

/// <summary>
/// The claims of a token or of a stored record, read as GitLab writes them. An explicit JSON <c>null</c> is the same as an
/// absent claim: GitLab writes both where it has nothing to say.
/// </summary>
public sealed class ClaimSet
{
    /// <summary>No claims.</summary>
    public static readonly ClaimSet Empty = new([], new ClaimNames([]), null);

    // The year 9999 begins. A leeway or a retention is added to times; near the last one of DateTimeOffset that would throw.
    private const double EndOfTime = 253370764800;

    private const int LongestInteger = 40;

    private readonly ClaimNames names;
    private readonly WithheldClaims? withheld;

    private ClaimSet(ImmutableArray<Claim> all, ClaimNames names, WithheldClaims? withheld) => (All, this.names, this.withheld) = (all, names, withheld);

    /// <summary>All claims with a value, in the order of the token.</summary>
    public ImmutableArray<Claim> All { get; }

    /// <summary>The places of <see cref="All"/> in the ordinal order of the names.</summary>
    internal ImmutableArray<int> Ordered => names.Ordered;

    /// <summary>
    /// The claims of <paramref name="element"/>, which must be a JSON object without duplicate members. <paramref name="withheld"/>
    /// are those that a record does not hold of them.
    /// </summary>
    public static ClaimSet Of(JsonElement element, WithheldClaims? withheld = null)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("claims are a JSON object", nameof(element));
        var members = element.GetPropertyCount();
        var known = ClaimNames.Newest(members);
        var read = ImmutableArray.CreateBuilder<Claim>(members);
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
                read.Add(new Claim(known?.At(read.Count, member) ?? member.Name, member.Value));
        }

        var all = read.DrainToImmutable();
        return new ClaimSet(all, ClaimNames.Of(all, members), withheld);
    }

    /// <summary>The same claims with the text <paramref name="value"/> in place of what <paramref name="name"/> was.</summary>
    public ClaimSet With(string name, string value)
    {
        var claim = new Claim(name, JsonSerializer.SerializeToElement(value));
        if (names.Place(name) is >= 0 and var place)
            return new ClaimSet(All.SetItem(place, claim), names, withheld);
        var more = All.Add(claim);
        return new ClaimSet(more, new ClaimNames(more), withheld);
    }

    /// <summary>Whether the claim is there and not null.</summary>
    public bool Has(string name) => Place(name) >= 0;

    /// <summary>The claim as JSON, unless it is absent or null.</summary>
    public bool Find(string name, out JsonElement value)
    {
        var place = Place(name);
        value = place >= 0 ? All[place].Value : default;
        return place >= 0;
    }

    /// <summary>The text of a JSON string claim; null for an absent claim and for every other type.</summary>
    public string? Text(string name) => Place(name) is >= 0 and var place ? All[place].Text : null;

    /// <summary>
    /// The text that a scalar claim is compared and rendered as: a string as it is, a number as its canonical integer, a
    /// boolean as <c>true</c> or <c>false</c>. False where the claim is absent, null, an array, an object, or a number
    /// with a fraction.
    /// </summary>
    public bool Scalar(string name, [NotNullWhen(true)] out string? text)
    {
        text = Place(name) is >= 0 and var place ? All[place].Text ?? ScalarText(All[place].Value) : null;
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
    public bool IsBlank(string name) => Place(name) is not (>= 0 and var place)
        || (All[place].Text is { } text ? text.Length == 0 : All[place].Value is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() == 0);

    /// <summary>The seconds of a NumericDate claim (RFC 7519 §2); a fraction is cut off. Null where it is not a number.</summary>
    public DateTimeOffset? Date(string name) =>
        Find(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < EndOfTime
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>The text of a scalar value, as <see cref="Scalar"/> has it; null for every other.</summary>
    public static string? ScalarText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => CanonicalInteger(value.GetRawText()),
        _ => null,
    };

    // Negative for a claim that is not there, which is noted where a record withholds it.
    private int Place(string name)
    {
        var place = names.Place(name);
        if (place < 0)
            withheld?.Ask(name);
        return place;
    }

    // RFC 8259 §6 lets a token write 1, 1.0 or 10e-1 for the same id. It is rewritten digit by digit, since any type that
    // rounds would make two ids one. Long digits or exponents are nobody's id and cost time.
    private static string? CanonicalInteger(string number)
    {
        if (number.Length > LongestInteger)
            return null;
        var (mantissa, exponent) = number.Split('e', 'E') is [var before, var after] ? (before, after) : (number, "0");
        var (whole, fraction) = mantissa.TrimStart('-').Split('.') is [var left, var right] ? (left, right) : (mantissa.TrimStart('-'), "");
        var digits = (whole + fraction).TrimStart('0');
        if (digits.Length == 0)
            return "0";
        var significant = digits.TrimEnd('0');
        if (!int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) || power is < -LongestInteger or > LongestInteger)
            return null;
        var zeros = digits.Length - significant.Length - fraction.Length + power;
        return zeros >= 0 && significant.Length + zeros <= LongestInteger ? (number[0] == '-' ? "-" : "") + significant + new string('0', zeros) : null;
    }
}
