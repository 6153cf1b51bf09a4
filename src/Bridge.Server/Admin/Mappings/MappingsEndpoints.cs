using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions;

namespace Bridge.Server.Admin.Mappings;

/// <summary>The instance's default mappings over the API; a relying party's own are in its definition.</summary>
internal static class MappingsEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => DefinitionRoutes.Map(api, Section.Mappings, Right.Write);
}
