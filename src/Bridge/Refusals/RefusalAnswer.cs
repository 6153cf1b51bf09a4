using System.Globalization;
using System.Text;

namespace Bridge.Refusals;

/// <summary>How much of a refusal its caller may see.</summary>
public enum Visibility
{
    /// <summary>Nothing is known of the caller's token: only that it was not accepted.</summary>
    TokenUnverified,

    /// <summary>The token is the issuer's, but of a job that its mandatory conditions keep out: no names.</summary>
    NotPermitted,

    /// <summary>The exact reason, with expected and actual.</summary>
    Exact,
}

/// <summary>
/// What is said outside of a refusal: the body of the error response (RFC 6749 §5.2) in both hosts. <see cref="Expected"/>
/// and <see cref="Actual"/> are whole values, <see cref="Description"/> keeps to the characters that §5.2 allows.
/// </summary>
public sealed record RefusalAnswer(string Error, int Status, string Description, string Reason, string? Expected, string? Actual)
{
    /// <summary>Longest part of one value that a description repeats, in characters.</summary>
    private const int LongestValue = 128;

    /// <summary>The answer to <paramref name="refused"/> for a caller who may see that much of it.</summary>
    public static RefusalAnswer To(Refused refused, Visibility visibility)
    {
        var shown = visibility switch
        {
            Visibility.Exact => refused,
            Visibility.NotPermitted => new Refused(Refusals.Reason.NotPermitted),
            _ => new Refused(Refusals.Reason.SubjectTokenInvalid),
        };
        var row = RefusalTable.Of(shown.Reason);
        return row.SentenceWhenAbsent is { } sentence && shown.Actual is null
            ? new(row.Error, row.Status, Fill(sentence, shown), row.Code, null, null)
            : new(row.Error, row.Status, Fill(row.Sentence, shown), row.Code, shown.Expected, shown.Actual);
    }

    private static string Fill(string sentence, Refused refused) => sentence
        .Replace("{name}", Escape(refused.Name), StringComparison.Ordinal)
        .Replace("{expected}", Escape(refused.Expected), StringComparison.Ordinal)
        .Replace("{actual}", Escape(refused.Actual), StringComparison.Ordinal);

    // RFC 6749 §5.2: error_description is of %x20-21 / %x23-5B / %x5D-7E. A brace is escaped too, so that no value can
    // pass for a place to fill in.
    private static string Escape(string? value)
    {
        if (value is null)
            return "absent";
        var escaped = new StringBuilder(Math.Min(value.Length, LongestValue));
        foreach (var rune in value.EnumerateRunes())
        {
            var part = rune.Value is >= 0x20 and <= 0x7E and not ('"' or '\\' or '{' or '}') ? ((char)rune.Value).ToString() : Octets(rune);
            if (escaped.Length + part.Length > LongestValue)
                return escaped.Append("...").ToString();
            escaped.Append(part);
        }

        return escaped.ToString();
    }

    private static string Octets(Rune rune)
    {
        Span<byte> octets = stackalloc byte[4];
        var escaped = new StringBuilder();
        foreach (var octet in octets[..rune.EncodeToUtf8(octets)])
            escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        return escaped.ToString();
    }
}
