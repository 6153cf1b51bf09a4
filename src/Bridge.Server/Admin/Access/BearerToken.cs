namespace Bridge.Server.Admin.Access;

/// <summary>Reads a bearer token from its header (RFC 6750 §2.1); never from a query, which logs and histories keep.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>What stands in the header, unverified; empty where that is no bearer token, null where there is no header.</summary>
    public static string? Read(HttpRequest request) => request.Headers.Authorization switch
    {
        [] => null,
        [{ } value] when value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => value[Scheme.Length..].Trim(' '),
        _ => "",
    };
}
