using System.Buffers.Text;
using System.Text.Json;

namespace Bridge.Demo;

/// <summary>Two tokens decoded next to each other, a claim a line.</summary>
internal static class SideBySide
{
    public static IEnumerable<string> Lines(string leftTitle, string leftToken, string rightTitle, string rightToken, int width)
    {
        var left = Decoded(leftToken);
        var right = Decoded(rightToken);
        var column = Math.Max(40, (width - 3) / 2);
        yield return Pad(leftTitle, column) + " │ " + rightTitle;
        yield return new string('─', column) + "─┼─" + new string('─', column);
        for (var line = 0; line < Math.Max(left.Count, right.Count); line++)
            yield return Pad(left.ElementAtOrDefault(line) ?? "", column) + " │ " + Cut(right.ElementAtOrDefault(line) ?? "", column);
    }

    private static List<string> Decoded(string token)
    {
        var parts = token.Split('.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return [.. Members(header), "", .. Members(payload)];
    }

    private static IEnumerable<string> Members(JsonDocument document) =>
        document.RootElement.EnumerateObject().Select(member => $"{member.Name}: {member.Value.GetRawText()}");

    private static string Pad(string text, int width) => Cut(text, width).PadRight(width);

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
