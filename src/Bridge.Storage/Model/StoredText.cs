using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Storage.Model;

/// <summary>
/// Text as both databases can hold it. PostgreSQL has no U+0000, and neither holds half of a surrogate pair; one such value
/// in a token must not fail the batch that it is in. What only people read gets U+FFFD in their place. A value that something
/// is known by becomes its hash instead, and an unreasonably long one too, so that two values never become one.
/// </summary>
internal static class StoredText
{
    /// <summary>Longest key; an index of PostgreSQL ends at 2,700 bytes.</summary>
    private const int LongestKey = 600;

    public static string? Shown(string? text) => text is null || Holds(text) ? text : Replace(text);

    public static string Key(string text) =>
        text.Length <= LongestKey && Holds(text) ? text : "sha256:" + Convert.ToHexStringLower(Hash(text));

    // Over UTF-16: in UTF-8 all halves of surrogate pairs would look alike.
    public static byte[] Hash(string text) => SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()));

    private static bool Holds(string text)
    {
        var rest = text.AsSpan();
        if (!rest.ContainsAnyExceptInRange('\u0001', '\uD7FF'))
            return true;
        if (rest.Contains('\0'))
            return false;
        for (var at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = rest.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (at + 1 == rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
                return false;
            rest = rest[(at + 2)..];
        }

        return true;
    }

    private static string Replace(string text)
    {
        var held = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            held.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return held.ToString();
    }
}
