using System.Globalization;
using Bridge.Server.Admin.Problems;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Admin.Definitions;

/// <summary>
/// The version that a request says it saw (RFC 9110 §13.1). One is required, so that two administrators cannot overwrite each
/// other without noticing: <c>If-Match</c> with the <c>ETag</c> of what is changed, or <c>If-None-Match: *</c> for what is new.
/// </summary>
internal static class Precondition
{
    /// <summary>No thing has this version, so nothing matches it.</summary>
    public const int Never = -1;

    /// <summary>The version, 0 where there must be none; or the problem.</summary>
    public static (int Version, Problem? Problem) Read(HttpRequest request)
    {
        var (match, none) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        if (match.Count == 0 && none is ["*"])
            return (0, null);
        if (match is [{ } text] && none.Count == 0 && text != "*")
            return (EntityTagHeaderValue.TryParse(text, out var tag) && !tag.IsWeak ? Number(tag.Tag.Value!) : Never, null);
        return (Never, new Problem(ProblemKind.VersionRequired));
    }

    /// <summary>The <c>ETag</c> of a version.</summary>
    public static string Tag(int version) => $"\"{version}\"";

    private static int Number(string tag) => int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : Never;
}
