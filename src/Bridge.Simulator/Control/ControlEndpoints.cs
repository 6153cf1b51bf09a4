using System.Text.Json.Nodes;
using Bridge.Simulator.Discovery;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Control;

/// <summary>The switches that GitLab does not have: rotation, outages, counts.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder simulator)
    {
        simulator.MapPost("/rotate", Rotate);
        simulator.MapPost("/outage", SetOutageAsync);
        simulator.MapGet("/requests", Requests);
    }

    private static IResult Rotate(SimulatedGitLab gitLab) =>
        JsonText.Result(new JsonObject { ["kid"] = gitLab.RotateCiKey().Kid });

    private static async Task<IResult> SetOutageAsync(HttpRequest request, SimulatedGitLab gitLab)
    {
        var body = await RequestObject.ReadAsync(request, "mode", "url", "at");
        var mode = body.Choice<OutageMode>("mode") ?? throw new InvalidRequestException("'mode' is missing");
        gitLab.Outage = new Outage(mode, body.Text("url"), body.Choice<PublishedDocument>("at"));
        return Results.NoContent();
    }

    private static IResult Requests(SimulatedGitLab gitLab) =>
        JsonText.Result(new JsonObject { ["discovery"] = gitLab.Requests.Discovery, ["jwks"] = gitLab.Requests.Jwks });
}
