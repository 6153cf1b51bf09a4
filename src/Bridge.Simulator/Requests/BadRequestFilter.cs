using System.Text.Json.Nodes;

namespace Bridge.Simulator.Requests;

/// <summary>Answers an <see cref="InvalidRequestException"/> with 400 and its message.</summary>
internal static class BadRequestFilter
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InvalidRequestException e)
        {
            return JsonText.Result(new JsonObject { ["error"] = e.Message }, StatusCodes.Status400BadRequest);
        }
    }
}
