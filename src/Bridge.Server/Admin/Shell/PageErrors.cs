using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Server.Admin.Shell;

/// <summary>
/// Shows a browser the page of an error where an answer would have only a status. What an API client asks stays as it is.
/// </summary>
internal sealed class PageErrors(RequestDelegate next, PagesAddress address)
{
    /// <summary>The id of an unexpected error, as the log has it.</summary>
    public const string ErrorId = "bridge.error_id";

    // Programs come by whatever name they know, with a token; a script of a stranger's page says what it accepts as it likes.
    private static readonly PathString[] OfPrograms = ["/api", "/gitlab", "/health"];

    public Task InvokeAsync(HttpContext context) => IsOfBrowsers(context) ? ShownAsync(context) : next(context);

    /// <summary>Whether a browser asks for a page.</summary>
    public static bool IsPage(HttpContext context) =>
        IsOfBrowsers(context) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfBrowsers(HttpContext context) => context.Features.Get<Door>() == Door.Admin
        && !Array.Exists(OfPrograms, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs the way of the request again, for the page of this status.</summary>
    public static async Task ShowAsync(HttpContext context, RequestDelegate way, int status)
    {
        var (method, path, query) = (context.Request.Method, context.Request.Path, context.Request.QueryString);
        context.SetEndpoint(null);
        context.Features.Get<IRouteValuesFeature>()?.RouteValues.Clear();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = $"/error/{status}";
        context.Request.QueryString = QueryString.Empty;
        try
        {
            await way(context);
        }
        finally
        {
            (context.Request.Method, context.Request.Path, context.Request.QueryString) = (method, path, query);
        }
    }

    private async Task ShownAsync(HttpContext context)
    {
        if (!address.Is(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            await context.Response.WriteAsync($"These pages are reached as {address}. Another name must be set as Pages:Url.", context.RequestAborted);
            return;
        }

        await next(context);
        var response = context.Response;
        if (IsPage(context) && response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await ShowAsync(context, next, response.StatusCode);
    }
}
