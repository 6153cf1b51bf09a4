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

    /// <summary>What is answered where <c>after</c> is none that this list named.</summary>
    public static Problem NoSuchPage => new(ProblemKind.Invalid) { Errors = [new Mistake("after", "must be what the page before named as next")] };

    /// <summary>The part, or the problem with it.</summary>
    public static (PageQuery? Page, Problem? Problem) Read(HttpRequest request, params ReadOnlySpan<string> filters)
    {
        var mistakes = QueryNames.Unknown(request, [.. filters, "after", "limit"]);
        var limit = Usual;
        if (request.Query["limit"] is [{ } text] && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            mistakes.Add(new Mistake("limit", $"must be a whole number from 1 to {Most}"));
        string? after = null;
        if (request.Query["after"] is [{ } cursor] && (after = Decode(cursor)) is null)
            mistakes.AddRange(NoSuchPage.Errors);
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
