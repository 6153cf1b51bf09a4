using System.Text.Json.Nodes;
using Bridge.Simulator.Control;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Discovery;

/// <summary>
/// What GitLab publishes for verifiers: discovery and the JWKS, each under its old and its new address. Every fetch
/// is counted, and an outage that is switched on answers in the document's place.
/// </summary>
internal static class DiscoveryEndpoints
{
    private const string JwksPath = "/oauth/discovery/keys";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, PublishedDocument.Discovery, "/.well-known/openid-configuration");
        Map(routes, PublishedDocument.Discovery, "/.well-known/oauth-authorization-server");
        Map(routes, PublishedDocument.Jwks, JwksPath);
        Map(routes, PublishedDocument.Jwks, "/-/jwks");
    }

    private static void Map(IEndpointRouteBuilder routes, PublishedDocument document, string path)
    {
        routes.MapGet(path, (HttpContext http, SimulatedGitLab gitLab) => ServeAsync(http, gitLab, document));
        routes.MapMethods(path, [HttpMethods.Options], (HttpContext http) => Preflight(http));
    }

    private static async Task ServeAsync(HttpContext http, SimulatedGitLab gitLab, PublishedDocument document)
    {
        gitLab.Count(document);
        http.Response.Headers.AccessControlAllowOrigin = "*";
        var outage = gitLab.Outage;
        if (outage.Affects(document))
            await OutageResponse.WriteAsync(http, gitLab, outage, document);
        else if (document is PublishedDocument.Discovery)
            await WriteDiscoveryAsync(http, gitLab, gitLab.Url + JwksPath);
        else
            await WriteJwksAsync(http, gitLab.SignInKey.Jwk(), gitLab.CiKey.Jwk());
    }

    public static Task WriteDiscoveryAsync(HttpContext http, SimulatedGitLab gitLab, string jwksUri) =>
        WriteAsync(http, DiscoveryDocument.For(gitLab.Url, jwksUri), "max-age=0, private, must-revalidate");

    public static Task WriteJwksAsync(HttpContext http, params JsonNode[] keys) =>
        WriteAsync(http, new JsonObject { ["keys"] = new JsonArray(keys) }, "max-age=86400, public, must-revalidate, no-transform");

    private static Task WriteAsync(HttpContext http, JsonObject body, string cacheControl)
    {
        http.Response.Headers.CacheControl = cacheControl;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body.ToJsonString(JsonText.Options), http.RequestAborted);
    }

    private static void Preflight(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
    }
}
