using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Paging;

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it; it may be fewer than asked for while more follows.</param>
/// <param name="Next">What the next page is asked for with; absent at the end.</param>
internal sealed record PageAnswer<T>(ImmutableArray<T> Items, string? Next);

/// <summary>Answers with parts of lists.</summary>
internal static class PageAnswers
{
    /// <summary>Answers one page of rows, of which one more than the page holds was read to know whether more follows.</summary>
    public static Ok<PageAnswer<TView>> Answer<TRow, TView>(HttpContext context, PageQuery page, ImmutableArray<TRow> rows, Func<TRow, string> key, Func<TRow, TView> view) =>
        Answer(context, [.. rows.Take(page.Limit).Select(view)], rows.Length > page.Limit ? key(rows[page.Limit - 1]) : null);

    /// <summary>Answers one page whose last item has a key where more follows; the next is linked, too (RFC 8288).</summary>
    public static Ok<PageAnswer<TView>> Answer<TView>(HttpContext context, ImmutableArray<TView> items, string? last)
    {
        var next = last is null ? null : PageQuery.Encode(last);
        if (next is not null)
        {
            var query = QueryString.Create(context.Request.Query.Where(pair => pair.Key != "after")).Add("after", next);
            context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}{query}>; rel=\"next\"";
        }

        return TypedResults.Ok(new PageAnswer<TView>(items, next));
    }
}
