using System.Net;
using System.Text.RegularExpressions;

namespace Bridge.Server.Tests.Pages;

/// <summary>Something that can be done from a page.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">Path and query on this server.</param>
/// <param name="Filled">Whether the fields of a form go with it.</param>
public sealed record PageOffer(string Method, string Address, bool Filled);

/// <summary>What somebody can do from a page: follow its links, and send its forms by a button that is not disabled.</summary>
public static partial class PageOffers
{
    /// <summary>All that lead to this server; what a script sends counts too.</summary>
    public static IReadOnlyList<PageOffer> Of(string html, string path)
    {
        var offers = new HashSet<PageOffer>();
        var forms = new Dictionary<string, PageOffer>(StringComparer.Ordinal);
        var fieldsets = new Stack<bool>();
        PageOffer? within = null;
        // A button may name a form that stands elsewhere on the page; in a part of a page it is not there.
        foreach (var tag in Tag().Matches(html).Select(match => match.Value).Where(tag => Is(tag, "form") && Attribute(tag, "id") is not null))
            forms[Attribute(tag, "id")!] = Form(tag, path);
        foreach (var tag in Tag().Matches(html).Select(match => match.Value))
        {
            if (tag.StartsWith("</", StringComparison.Ordinal))
            {
                within = Is(tag, "form") ? null : within;
                if (Is(tag, "fieldset"))
                    fieldsets.Pop();
            }
            else if (Is(tag, "form"))
                within = Form(tag, path);
            else if (Is(tag, "fieldset"))
                fieldsets.Push(IsDisabled(tag));
            else if (Is(tag, "a") && Attribute(tag, "href") is { } href)
                offers.Add(new("GET", Target(href, path), Filled: false));
            else if (Is(tag, "button") && Attribute(tag, "type") is null or "submit" && !IsDisabled(tag) && !fieldsets.Contains(true)
                && (Attribute(tag, "form") is { } other ? forms.GetValueOrDefault(other) : within) is { } form)
                offers.Add(Attribute(tag, "formaction") is { } action ? form with { Address = Target(action, path) } : form);
            foreach (var method in new[] { "get", "post" })
            {
                if (Attribute(tag, $"hx-{method}") is { } sent)
                    offers.Add(new(method.ToUpperInvariant(), Target(sent, path), Attribute(tag, "hx-include") is not null));
            }
        }

        return [.. offers.Where(offer => offer.Address.StartsWith('/') && !offer.Address.StartsWith("//", StringComparison.Ordinal))];
    }

    private static PageOffer Form(string tag, string path) => new((Attribute(tag, "method") ?? "get").ToUpperInvariant(), Target(Attribute(tag, "action") ?? "", path), Filled: true);

    private static string Target(string href, string path) => href.Split('#')[0] switch
    {
        "" => path,
        ['?', ..] query => path.Split('?')[0] + query,
        var target => target,
    };

    private static bool Is(string tag, string name) => Name().Match(tag).Value == name;

    private static bool IsDisabled(string tag) => Attribute(tag, "disabled") is not null;

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}(=\"(?<value>[^\"]*)\")?(?=[\\s/>])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;

    [GeneratedRegex("</?[a-z][^<>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("(?<=^</?)[a-z0-9-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
