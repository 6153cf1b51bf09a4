using System.Buffers;
using System.IO.Pipelines;
using Bridge.Exchange;
using Bridge.Refusals;
using Microsoft.Net.Http.Headers;

namespace Bridge.Server.Protocol;

/// <summary>
/// Reads the body of a token request. The framework's form reader is not used: it takes multipart and any charset, makes
/// <c>Audience</c> and <c>audience</c> one parameter, and mends what is malformed, so others might read the form otherwise.
/// </summary>
internal static class FormBody
{
    /// <summary>Longest body, in bytes; the longest CI token has 16 KiB.</summary>
    public const int MaximumLength = 64 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly Refused NotAForm = new(Reason.NotAForm);
    private static readonly Refused TooLarge = new(Reason.RequestTooLarge, Expected: MaximumLength.ToString());

    public static async ValueTask<IncomingRequest> ReadAsync(HttpRequest request, string address)
    {
        var (form, unreadable) = await ReadAsync(request);
        return new IncomingRequest(form ?? [], request.Headers.Authorization, address, unreadable);
    }

    /// <summary>The form of a request, or why it cannot be read.</summary>
    public static async ValueTask<(List<KeyValuePair<string, string>>? Form, Refused? Unreadable)> ReadAsync(HttpRequest request)
    {
        if (!IsForm(request))
            return (null, NotAForm);
        if (request.ContentLength > MaximumLength)
            return (null, TooLarge);
        try
        {
            return await ReadAsync(request.BodyReader);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Broken off, too slow or badly chunked: still a request that came, and recorded as one.
            return (null, NotAForm);
        }
    }

    private static async ValueTask<(List<KeyValuePair<string, string>>? Form, Refused? Unreadable)> ReadAsync(PipeReader body)
    {
        while (true)
        {
            var result = await body.ReadAsync(CancellationToken.None);
            var buffer = result.Buffer;
            if (buffer.Length > MaximumLength)
            {
                body.AdvanceTo(buffer.End);
                return (null, TooLarge);
            }

            if (result.IsCompleted)
            {
                var form = UrlEncodedForm.Parse(buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray());
                body.AdvanceTo(buffer.End);
                return (form, form is null ? NotAForm : null);
            }

            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool IsForm(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
            return false;
        if (FormType.Equals(request.ContentType, StringComparison.OrdinalIgnoreCase))
            return true;
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && FormType.Equals(type.MediaType.Value, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
