using System.Text;
using Bridge.Simulator.Discovery;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Control;

/// <summary>What a verifier gets in place of a document during an outage.</summary>
internal static class OutageResponse
{
    private const int HugeLength = 100 * 1024 * 1024;

    public static Task WriteAsync(HttpContext http, SimulatedGitLab gitLab, Outage outage, PublishedDocument document)
    {
        switch (outage.Mode)
        {
            case OutageMode.Refuse:
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            case OutageMode.Redirect:
                http.Response.Redirect(outage.Url!);
                return Task.CompletedTask;
            case OutageMode.ForeignJwks:
                return DiscoveryEndpoints.WriteDiscoveryAsync(http, gitLab, outage.Url!);
            case OutageMode.Garbage:
                http.Response.ContentType = "text/html; charset=utf-8";
                return http.Response.WriteAsync("<!DOCTYPE html><title>GitLab is not responding</title>", http.RequestAborted);
            case OutageMode.Empty when document is PublishedDocument.Jwks:
                return DiscoveryEndpoints.WriteJwksAsync(http);
            case OutageMode.Empty:
                http.Response.ContentType = "application/json; charset=utf-8";
                return http.Response.WriteAsync("{}", http.RequestAborted);
            case OutageMode.Huge:
                return WriteHugeAsync(http, gitLab);
            case OutageMode.Hang:
                return HangAsync(http);
            default:
                throw new InvalidOperationException($"{outage.Mode} is not an outage.");
        }
    }

    private static async Task HangAsync(HttpContext http)
    {
        // Without the host's own token a hanging request would hold up the end of the process.
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }

    // Valid to the last byte, so that only a limit on the size stops a reader.
    private static async Task WriteHugeAsync(HttpContext http, SimulatedGitLab gitLab)
    {
        var key = gitLab.SignInKey.Jwk().ToJsonString(JsonText.Options);
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(key + ",", 256)));
        http.Response.ContentType = "application/json; charset=utf-8";
        try
        {
            await http.Response.WriteAsync("{\"keys\":[", http.RequestAborted);
            for (var written = 0; written < HugeLength; written += chunk.Length)
                await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
            await http.Response.WriteAsync(key + "]}", http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The reader has had enough, which is what it should do.
        }
    }
}
