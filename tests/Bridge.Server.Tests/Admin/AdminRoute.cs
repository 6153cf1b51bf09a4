using System.Net.Http.Headers;
using System.Text;

namespace Bridge.Server.Tests.Admin;

/// <summary>
/// One row of the table of routes and roles: how a route is asked, and what each role gets. The project of the request is
/// main/20 under acme/web/shop.
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

    /// <summary>The media type of the body.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What is applied before each request, so that what one role did is not in the way of the next.</summary>
    public string? Yaml { get; init; }

    /// <summary>Whether there must be one issuer alone.</summary>
    public bool OneIssuer { get; init; }

    /// <summary>The media type of what says no.</summary>
    public string Refusal => Path.Contains("/api/v4/", StringComparison.Ordinal) ? "application/json" : "application/problem+json";

    /// <summary>The row with a word that stands for something replaced by what it stands for.</summary>
    public AdminRoute With(string word, string value) => this with
    {
        Path = Path.Replace(word, value, StringComparison.Ordinal),
        Json = Json?.Replace(word, value, StringComparison.Ordinal),
        Yaml = Yaml?.Replace(word, value, StringComparison.Ordinal),
    };

    public HttpRequestMessage Request(string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(Name.Split(' ')[0]), Path);
        if (Json is not null)
            request.Content = new StringContent(Json, Encoding.UTF8, new MediaTypeHeaderValue(MediaType));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public override string ToString() => $"{Name} {Path} {Json}";
}
