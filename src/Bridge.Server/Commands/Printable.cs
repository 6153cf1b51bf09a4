using System.Globalization;
using System.Text;

namespace Bridge.Server.Commands;

/// <summary>Text of jobs on a terminal: what could move the cursor, break the line or turn the direction is escaped.</summary>
internal static class Printable
{
    public static string Of(string? text)
    {
        if (text is null || !text.EnumerateRunes().Any(Hidden))
            return text ?? "";
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            shown.Append(Hidden(rune) ? rune.IsBmp ? $"\\u{rune.Value:x4}" : $"\\U{rune.Value:x8}" : rune.ToString());
        return shown.ToString();
    }

    private static bool Hidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
