using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Server.Admin.Access;

namespace Bridge.Server.Admin;

/// <summary>The REST API <c>/api/v1</c> of the admin listener: every feature's routes behind the one gate.</summary>
internal static class AdminApi
{
    public const string Root = "/api/v1";

    public static void AddAdminApi(this IServiceCollection services)
    {
        services.AddSingleton<Places>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<TokenCallers>();
        services.AddSingleton<ApiSurface>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            // JSON by its type and not sniffed: nothing is escaped for HTML.
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    public static void MapAdminApi(this IEndpointRouteBuilder admin, IServiceProvider services)
    {
        var api = admin.MapGroup(Root).WithMetadata(services.GetRequiredService<ApiSurface>());
        TokensEndpoints.Map(api);
    }
}
