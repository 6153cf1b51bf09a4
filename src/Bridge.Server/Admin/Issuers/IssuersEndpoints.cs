using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions;

namespace Bridge.Server.Admin.Issuers;

/// <summary>The issuers over the API.</summary>
internal static class IssuersEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => DefinitionRoutes.Map(api, Section.Issuers, Right.Admin);
}
