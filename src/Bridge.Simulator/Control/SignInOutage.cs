using Bridge.Simulator.Discovery;

namespace Bridge.Simulator.Control;

/// <summary>An outage of the whole instance, and not of one document, is one of sign-in and REST too.</summary>
internal static class SignInOutage
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var gitLab = context.HttpContext.RequestServices.GetRequiredService<SimulatedGitLab>();
        if (gitLab.Outage is not { At: null, Mode: OutageMode.Refuse or OutageMode.Hang or OutageMode.Garbage } outage)
            return await next(context);
        await OutageResponse.WriteAsync(context.HttpContext, gitLab, outage, PublishedDocument.Discovery);
        return Results.Empty;
    }
}
