using Bridge.Server.Admin.Access;

namespace Bridge.Server.Admin.OpenApi;

/// <summary>Serves the OpenAPI document. It holds no secret, and programs fetch it before they have a token.</summary>
internal static class OpenApiEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/openapi.json", (OpenApiDocument document) => TypedResults.Bytes(document.Utf8, "application/json")).NeedsNothing();
}
