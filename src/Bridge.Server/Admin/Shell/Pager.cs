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
    /// <summary>The links of a page whose first and last row have these keys; null where there is nothing on that side.</summary>
    public static Pager Of(HttpRequest request, string? before, string? after) => new(Link(request, "before", before), Link(request, "after", after));

    private static string? Link(HttpRequest request, string name, string? key)
    {
        if (key is null)
            return null;
        var kept = request.Query.Where(pair => pair.Key is not ("before" or "after" or "handler")).SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        return QueryHelpers.AddQueryString(request.Path, kept.Append(KeyValuePair.Create(name, (string?)key)));
    }
}
