using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Admin.Definitions;

namespace Bridge.Server.Admin.RelyingParties;

/// <summary>The relying parties over the API. Who may only write changes their rules and mappings and nothing else of them.</summary>
internal static class RelyingPartiesEndpoints
{
    public static void Map(IEndpointRouteBuilder api) => RulesEndpoints.Map(DefinitionRoutes.Map(api, Section.RelyingParties, Right.Write));
}
