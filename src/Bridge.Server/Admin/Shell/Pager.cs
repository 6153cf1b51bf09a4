using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// The two links below a list that is paged by its key: the model of <c>_Pager</c>. The page reads <c>before</c> or <c>after</c> of the
/// query; all else of the query, the filters, stays.
/// </summary>
/// <param name="Previous">Where the page before is, or null on the first.</param>
/// <param name="Next">Where the next page is, or null on the last.</param>
public sealed record Pager(string? Previous, string? Next)
{
    /// <summary>Where the list begins, for a list that is read in one direction only; null at its beginning.</summary>
    public string? First { get; init; }

    /// <summary>The links of a page of a list that is read in one direction only, which ends with this key; null on the last.</summary>
    public static Pager Forward(HttpRequest request, string? after) =>
        new(null, Link(request, "after", after)) { First = request.Query.ContainsKey("after") ? QueryHelpers.AddQueryString(request.Path, Kept(request)) : null };

    /// <summary>The links of a page whose first and last row have these keys; null where there is nothing on that side.</summary>
    public static Pager Of(HttpRequest request, string? before, string? after) => new(Link(request, "before", before), Link(request, "after", after));

    private static string? Link(HttpRequest request, string name, string? key)
    {
        if (key is null)
            return null;
        return QueryHelpers.AddQueryString(request.Path, Kept(request).Append(KeyValuePair.Create(name, (string?)key)));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Kept(HttpRequest request) =>
        request.Query.Where(pair => pair.Key is not ("before" or "after" or "handler")).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
}
