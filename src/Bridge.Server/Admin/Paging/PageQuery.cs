using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Bridge.Configuration;
using Bridge.Server.Admin.Problems;

namespace Bridge.Server.Admin.Paging;

/// <summary>
/// Which part of a list a request asks for: <c>limit</c> items after the opaque <c>after</c> that the page before named. Other
/// parameters than those that the list knows are mistakes, for a filter that is misspelt would show too much.
/// </summary>
internal sealed record PageQuery(string? After, int Limit)
{
    private const int Usual = 100;
    private const int Most = 1000;

    /// <summary>The part, or the problem with it.</summary>
    public static (PageQuery? Page, Problem? Problem) Read(HttpRequest request, params ReadOnlySpan<string> filters)
    {
        var mistakes = new List<Mistake>();
        foreach (var (name, values) in request.Query)
        {
            if (name is not ("after" or "limit") && !filters.Contains(name))
                mistakes.Add(new Mistake(name, $"is not known here; known are {string.Join(", ", [.. filters, "after", "limit"])}"));
            else if (values.Count > 1)
                mistakes.Add(new Mistake(name, "stands twice"));
        }

        var limit = Usual;
        if (request.Query["limit"] is [{ } text] && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            mistakes.Add(new Mistake("limit", $"must be a whole number from 1 to {Most}"));
        string? after = null;
        if (request.Query["after"] is [{ } cursor] && (after = Decode(cursor)) is null)
            mistakes.Add(new Mistake("after", "must be what the page before named as next"));
        return mistakes.Count == 0 ? (new(after, limit), null) : (null, new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] });
    }

    /// <summary>What the next page is asked for with.</summary>
    public static string Encode(string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last));

    private static string? Decode(string cursor)
    {
        try
        {
            return Base64Url.IsValid(cursor) ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Base64Url.DecodeFromChars(cursor)) : null;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
