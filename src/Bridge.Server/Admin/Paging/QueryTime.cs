using System.Globalization;
using Bridge.Configuration;

namespace Bridge.Server.Admin.Paging;

/// <summary>Reads a time of a query.</summary>
internal static class QueryTime
{
    /// <summary>The time, in UTC where it names no offset; null with a mistake where it is none.</summary>
    public static DateTimeOffset? Read(HttpRequest request, string name, List<Mistake> mistakes)
    {
        if (request.Query[name] is not [{ Length: > 0 } text])
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= DateTimeOffset.UnixEpoch)
            return time.ToUniversalTime();
        mistakes.Add(new(name, "must be a time such as 2026-07-01T12:00:00Z"));
        return null;
    }
}
