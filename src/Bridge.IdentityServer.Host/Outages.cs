using Bridge.Configuration;

namespace Bridge.IdentityServer.Host;

/// <summary>Answers 503 where the database cannot say who the clients are; IdentityServer itself would answer 500.</summary>
internal sealed class Outages(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (StoreUnavailableException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "5";
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.WriteAsJsonAsync(new { error = "temporarily_unavailable", error_description = "The configuration cannot be read.", reason = "store_unavailable" });
        }
    }
}
