using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Bridge.Configuration;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Admin.Problems;

/// <summary>
/// Reads the JSON object of a request, bounded, as the node that a file of configuration would give: one reader of definitions
/// for both, and one set of mistakes.
/// </summary>
internal static class JsonBody
{
    /// <summary>Longest body of one thing, in bytes.</summary>
    public const int OneThing = 1024 * 1024;

    /// <summary>Most members of one object. Members are looked for one by one, so many would cost the square of their number.</summary>
    private const int MostMembers = 1000;

    private const string JsonType = "application/json";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>The object, or the problem with it.</summary>
    public static async Task<(Node.Map? Body, Problem? Problem)> ReadAsync(HttpContext context, int longest = OneThing)
    {
        var request = context.Request;
        if (!IsJson(request))
            return (null, new Problem(ProblemKind.NotJson));
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = longest;
        try
        {
            return await ReadAsync(request.BodyReader, longest, context.RequestAborted) is { } octets ? Parse(octets) : (null, TooLarge(longest));
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

    private static (Node.Map?, Problem?) Parse(byte[] octets)
    {
        try
        {
            using var document = JsonDocument.Parse(octets, Options);
            if (IsTooWide(document.RootElement))
                return (null, new Problem(ProblemKind.Malformed, $"An object has at most {MostMembers} members."));
            return NodeJson.Read(document.RootElement) is Node.Map map
                ? (map, null)
                : (null, new Problem(ProblemKind.Malformed, "The body must be one JSON object."));
        }
        catch (JsonException e)
        {
            return (null, new Problem(ProblemKind.Malformed, $"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})."));
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is well-formed JSON and no text.
            return (null, new Problem(ProblemKind.Malformed, "The body has text that is not Unicode."));
        }
    }

    private static bool IsTooWide(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.GetPropertyCount() > MostMembers || element.EnumerateObject().Any(member => IsTooWide(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(IsTooWide),
        _ => false,
    };

    private static bool IsJson(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && JsonType.Equals(type.MediaType.Value, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Problem TooLarge(int longest) => new(ProblemKind.TooLarge, $"At most {longest / 1024} KiB are read.");
}
