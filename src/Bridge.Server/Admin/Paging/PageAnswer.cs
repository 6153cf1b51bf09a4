using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Paging;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it; it may be fewer than asked for while more follows.</param>
/// <param name="Next">What the next page is asked for with; absent at the end.</param>
internal sealed record PageAnswer<T>(ImmutableArray<T> Items, string? Next);

/// <summary>A part of what was looked for.</summary>
/// <param name="Items">What was found; it may be fewer than asked for, or nothing, while more follows.</param>
/// <param name="Next">What the next page is asked for with, which looks further back; absent at the end.</param>
/// <param name="LookedTo">Where the search stopped before it found a page full, for it looks through only so many at once; absent where it did not.</param>
internal sealed record SearchAnswer<T>(ImmutableArray<T> Items, string? Next, DateTimeOffset? LookedTo);

/// <summary>Answers with parts of lists.</summary>
internal static class PageAnswers
{
    /// <summary>Answers one page of rows, of which one more than the page holds was read to know whether more follows.</summary>
    public static Ok<PageAnswer<TView>> Answer<TRow, TView>(HttpContext context, PageQuery page, ImmutableArray<TRow> rows, Func<TRow, string> key, Func<TRow, TView> view) =>
        Answer(context, [.. rows.Take(page.Limit).Select(view)], rows.Length > page.Limit ? key(rows[page.Limit - 1]) : null);

    /// <summary>Answers one page whose last item has a key where more follows.</summary>
    public static Ok<PageAnswer<TView>> Answer<TView>(HttpContext context, ImmutableArray<TView> items, string? last) => TypedResults.Ok(new PageAnswer<TView>(items, Next(context, last)));

    /// <summary>Answers one page of a search, which goes on behind this key.</summary>
    public static Ok<SearchAnswer<TView>> Answer<TView>(HttpContext context, ImmutableArray<TView> items, string? last, DateTimeOffset? lookedTo) =>
        TypedResults.Ok(new SearchAnswer<TView>(items, Next(context, last), lookedTo));

    // The next page is linked, too (RFC 8288).
    private static string? Next(HttpContext context, string? last)
    {
        if (last is null)
            return null;
        var next = PageQuery.Encode(last);
        var query = QueryString.Create(context.Request.Query.Where(pair => pair.Key != "after")).Add("after", next);
        context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}{query}>; rel=\"next\"";
        return next;
    }
}
