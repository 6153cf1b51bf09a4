using Bridge.Server.Settings;

namespace Bridge.Server.Discovery;

/// <summary>Serves the two public documents.</summary>
internal sealed class DiscoveryEndpoints(PublishedDocuments documents, BridgeSettings settings)
{
    private readonly string cacheControl = $"public, max-age={(long)settings.Keys.JwksMaxAge.TotalSeconds}";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in settings.Issuer.DiscoveryRoutes)
            routes.Map(route, DiscoveryAsync);
        routes.Map(settings.Issuer.JwksRoute, KeySetAsync);
    }

    private async Task DiscoveryAsync(HttpContext context) => await SendAsync(context, await documents.DiscoveryAsync());

    private async Task KeySetAsync(HttpContext context) => await SendAsync(context, await documents.KeySetAsync());

    private async Task SendAsync(HttpContext context, PublishedDocument document)
    {
        var (request, response) = (context.Request, context.Response);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        response.Headers.CacheControl = cacheControl;
        response.Headers.ETag = document.Tag;
        // Both are public, and scripts of any origin may verify tokens.
        response.Headers.AccessControlAllowOrigin = "*";
        if (request.Headers.IfNoneMatch == document.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = document.Body.Length;
        if (HttpMethods.IsGet(request.Method))
            await response.BodyWriter.WriteAsync(document.Body);
    }
}
