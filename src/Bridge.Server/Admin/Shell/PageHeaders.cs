using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Shell;

/// <summary>What goes with every answer at the admin door. Scripts, styles, fonts and requests are this server's own; nothing is inline.</summary>
internal sealed class PageHeaders(RequestDelegate next)
{
    // Tabler's style sheet has images as data.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Door>() != Door.Admin)
            return next(context);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        context.Response.OnStarting(() =>
        {
            if (headers.CacheControl.Count == 0 || context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
