using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.ChangeLog;
using Bridge.Server.Admin.Clients;
using Bridge.Server.Admin.Configuration;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Admin.Exchanges;
using Bridge.Server.Admin.Explain;
using Bridge.Server.Admin.GitLabDoor;
using Bridge.Server.Admin.Impact;
using Bridge.Server.Admin.Issuers;
using Bridge.Server.Admin.Keys;
using Bridge.Server.Admin.Lint;
using Bridge.Server.Admin.Mappings;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Projects;
using Bridge.Server.Admin.RelyingParties;
using Bridge.Server.Admin.Subjects;

namespace Bridge.Server.Admin;

/// <summary>The REST API <c>/api/v1</c> of the admin listener: every feature's routes behind the one gate.</summary>
internal static class AdminApi
{
    public const string Root = "/api/v1";

    public static void AddAdminApi(this IServiceCollection services)
    {
        services.AddSingleton<Places>();
        services.AddSingleton<Explainer>();
        services.AddSingleton<LintSummary>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<TokenCallers>();
        services.AddSingleton<ApiSurface>();
        services.AddSingleton<GitLabSurface>();
        services.AddSingleton<OpenApiDocument>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new NodeConverter());
            // JSON by its type and not sniffed: nothing is escaped for HTML.
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    public static void MapAdminApi(this IEndpointRouteBuilder admin, IServiceProvider services)
    {
        var api = admin.MapGroup(Root).WithMetadata(services.GetRequiredService<ApiSurface>());
        IssuersEndpoints.Map(api);
        RelyingPartiesEndpoints.Map(api);
        SubComponentsEndpoints.Map(api);
        MappingsEndpoints.Map(api);
        ClientsEndpoints.Map(api);
        ProjectsEndpoints.Map(api);
        ExchangesEndpoints.Map(api);
        KeysEndpoints.Map(api);
        TokensEndpoints.Map(api);
        ChangeLogEndpoints.Map(api);
        ConfigurationEndpoints.Map(api);
        LintEndpoints.Map(api);
        ExplainEndpoints.Map(api);
        ImpactEndpoints.Map(api);
        OpenApiEndpoints.Map(api);
        GitLabDoorEndpoints.Map(admin, services.GetRequiredService<GitLabSurface>());
    }
}
