using System.Text.RegularExpressions;

namespace Bridge.Server.Admin.Lint;

/// <summary>Where a finding is cured.</summary>
internal static partial class FindingPlace
{
    /// <summary>The page that edits what a path such as <c>relying_parties[deploy].rules[main].when.ref</c> is in; null where no page does.</summary>
    public static string? Link(string path)
    {
        if (Thing().Match(path) is not { Success: true } thing)
            return null;
        var (id, within) = (Uri.EscapeDataString(thing.Groups["id"].Value), thing.Groups["within"].Value);
        return thing.Groups["section"].Value switch
        {
            "issuers" => $"/issuers/{id}",
            "relying_parties" when Rule().Match(within) is { Success: true } rule => $"/relying-parties/{id}/rules/{Uri.EscapeDataString(rule.Groups["id"].Value)}",
            "relying_parties" when within.StartsWith(".claims", StringComparison.Ordinal) || within.StartsWith(".session_tags", StringComparison.Ordinal) => $"/relying-parties/{id}/claims",
            "relying_parties" => $"/relying-parties/{id}",
            "clients" => $"/clients/{id}",
            "sub_components" => $"/subjects/edit/{id}",
            // What a claim is called may have slashes.
            "mappings" => $"/mappings/edit/{id.Replace("%2F", "/", StringComparison.Ordinal)}",
            _ => null,
        };
    }

    [GeneratedRegex(@"\A(?<section>[a-z_]+)\[(?<id>[^\]]*)\](?<within>.*)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Thing();

    [GeneratedRegex(@"\A\.rules\[(?<id>[a-z0-9][a-z0-9._-]*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule();
}
