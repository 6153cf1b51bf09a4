using System.Net;
using System.Text.RegularExpressions;

namespace Bridge.Testing.Pages;

/// <summary>A page as a browser without scripts has it.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Location">Where it leads, if it is a redirect.</param>
/// <param name="Html">Its text.</param>
public sealed partial record PageAnswer(int Status, string? Location, string Html)
{
    /// <summary>The text without markup.</summary>
    public string Text => WebUtility.HtmlDecode(Tag().Replace(Html, " "));

    /// <summary>The fields that a form would send as they are: of the one form with this field, or of the first that posts.</summary>
    public IDictionary<string, string> Fields(string? with = null)
    {
        var form = Form().Matches(Html).Select(match => match.Value).First(form => with is null || form.Contains($"name=\"{with}\"", StringComparison.Ordinal));
        return Input().Matches(form).Select(match => match.Value).Where(input => !input.Contains("type=\"radio\"", StringComparison.Ordinal) || input.Contains("checked", StringComparison.Ordinal))
            .Select(input => (Name: Attribute(input, "name"), Value: Attribute(input, "value") ?? "")).Where(field => field.Name is not null)
            .DistinctBy(field => field.Name).ToDictionary(field => field.Name!, field => field.Value, StringComparer.Ordinal);
    }

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<form[^>]*method=\"post\".*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<(input|button)[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
