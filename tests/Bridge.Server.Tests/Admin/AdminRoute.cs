using System.Net.Http.Headers;

namespace Bridge.Server.Tests.Admin;

/// <summary>
/// One route of the admin listener in the table of routes and roles: how it is asked, and what each role gets. The project of
/// the request is main/20 under acme/web/shop.
/// </summary>
/// <param name="Name">Method and pattern, as the route is mapped.</param>
/// <param name="Path">What is asked for.</param>
/// <param name="Read">For a token that may read everything.</param>
/// <param name="Write">For a token that may write everything.</param>
/// <param name="Admin">For an administrator of everything.</param>
/// <param name="Own">For a token that may write and is bound to the project.</param>
/// <param name="Foreign">For a token that may write and is bound to another project.</param>
/// <param name="Group">For an administrator who is bound to a group above the project.</param>
public sealed record AdminRoute(string Name, string Path, int Read, int Write, int Admin, int Own, int Foreign, int Group)
{
    public string? Json { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public HttpRequestMessage Request(string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(Name.Split(' ')[0]), Path);
        if (Json is not null)
            request.Content = new StringContent(Json, new MediaTypeHeaderValue("application/json"));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public override string ToString() => Name;
}
