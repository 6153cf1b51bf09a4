using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Admin.Problems;

/// <summary>Reads the body of a request, of one media type in UTF-8 and bounded.</summary>
internal static class RequestBody
{
    /// <summary>The octets, or the problem with them.</summary>
    public static async Task<(byte[]? Octets, Problem? Problem)> ReadAsync(HttpContext context, string mediaType, int longest)
    {
        if (!Is(context.Request, mediaType))
            return (null, new Problem(ProblemKind.MediaType, $"The body must be {mediaType}."));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = longest;
        try
        {
            return await ReadAsync(context.Request.BodyReader, longest, context.RequestAborted) is { } octets ? (octets, null) : (null, TooLarge(longest));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(longest));
        }
        catch (IOException)
        {
            // Broken off, too slow or badly chunked.
            return (null, new Problem(ProblemKind.Malformed, "The body ended early."));
        }
    }

    private static async Task<byte[]?> ReadAsync(PipeReader body, int longest, CancellationToken ct)
    {
        while (true)
        {
            var result = await body.ReadAsync(ct);
            var (buffer, done) = (result.Buffer, result.IsCompleted);
            if (buffer.Length > longest)
            {
                body.AdvanceTo(buffer.End);
                return null;
            }

            if (done)
            {
                var octets = buffer.ToArray();
                body.AdvanceTo(buffer.End);
                return octets;
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool Is(HttpRequest request, string mediaType) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && mediaType.Equals(type.MediaType.Value, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Problem TooLarge(int longest) => new(ProblemKind.TooLarge, $"At most {longest / 1024} KiB are read.");
}
