using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Bridge.Testing.Hosting;

/// <summary>An answer of the token endpoint, read to its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers of the response.</param>
/// <param name="Text">The body.</param>
public sealed record TokenResponse(HttpStatusCode Status, HttpResponseHeaders Headers, string Text)
{
    /// <summary>The body as a JSON object.</summary>
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? AccessToken => Member("access_token");

    public string? Reason => Member("reason");

    public string? Member(string name) => Json[name]?.ToString();

    public static async Task<TokenResponse> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using (response)
            return new TokenResponse(response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync(ct));
    }
}
