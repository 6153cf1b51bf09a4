using Bridge.Server.Admin.Access;
using Bridge.Server.Protocol;

namespace Bridge.Server.Health;

/// <summary>Whether the process lives and whether it can serve; why not is told to administrators alone.</summary>
internal sealed class HealthEndpoints(Readiness readiness)
{
    public void MapPublic(IEndpointRouteBuilder routes)
    {
        routes.Map("/health/live", LiveAsync);
        routes.Map("/health/ready", ReadyAsync);
    }

    public void MapAdmin(IEndpointRouteBuilder routes) => routes.Map("/health/ready", DetailAsync).NeedsNothing();

    private static Task LiveAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    private async Task ReadyAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = Status((await readiness.ReportAsync()).Ready);
    }

    private async Task DetailAsync(HttpContext context)
    {
        var report = await readiness.ReportAsync();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = Status(report.Ready);
        await JsonAnswer.WriteAsync(context.Response, report.Write);
    }

    private static int Status(bool ready) => ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
}
