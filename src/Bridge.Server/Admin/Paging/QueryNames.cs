using Bridge.Configuration;

namespace Bridge.Server.Admin.Paging;

/// <summary>Looks whether a query says only what is asked for: what is misspelt would be missed and not be told.</summary>
internal static class QueryNames
{
    public static List<Mistake> Unknown(HttpRequest request, params ReadOnlySpan<string> known)
    {
        var mistakes = new List<Mistake>();
        foreach (var (name, values) in request.Query)
        {
            if (!known.Contains(name))
                mistakes.Add(new Mistake(name, known.IsEmpty ? "is not known here" : $"is not known here; known are {string.Join(", ", [.. known])}"));
            else if (values.Count > 1)
                mistakes.Add(new Mistake(name, "stands twice"));
        }

        return mistakes;
    }
}
