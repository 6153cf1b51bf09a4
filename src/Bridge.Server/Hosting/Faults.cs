using System.Text;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Admin.Shell;
using Bridge.Server.Protocol;

namespace Bridge.Server.Hosting;

/// <summary>
/// The outermost step. What nobody expected is answered 500 with an id and nothing else; the log has the same id. Of the
/// exception it has types and stack, not the messages: a parser's message can repeat what it read, which may be a token.
/// </summary>
internal sealed partial class Faults(RequestDelegate next, ILogger<Faults> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = e.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e)
        {
            var id = Guid.NewGuid();
            Log.Unexpected(logger, id, Words(e));
            if (context.Response.HasStarted)
                context.Abort();
            else
                await AnswerAsync(context, id);
        }
    }

    private async Task AnswerAsync(HttpContext context, Guid id)
    {
        if (!await ShownAsync(context, id))
            await WriteAsync(context, id);
    }

    // The page of the error can fail for the same reason.
    private async Task<bool> ShownAsync(HttpContext context, Guid id)
    {
        if (!PageErrors.IsPage(context) || !context.Items.TryAdd(PageErrors.ErrorId, id))
            return false;
        context.Response.Clear();
        try
        {
            await PageErrors.ShowAsync(context, next, StatusCodes.Status500InternalServerError);
            return true;
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            return false;
        }
    }

    private static Task WriteAsync(HttpContext context, Guid id)
    {
        // Cleared are the headers of an answer that will not be given.
        context.Response.Clear();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (context.Features.Get<Door>() == Door.Admin)
            return new Problem(ProblemKind.Unexpected) { ErrorId = id }.ExecuteAsync(context);
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return JsonAnswer.WriteAsync(context.Response, writer =>
        {
            writer.WriteString("error", "server_error");
            writer.WriteString("error_description", "The server met a condition that it did not expect.");
            writer.WriteString("error_id", id);
        });
    }

    private static string Words(Exception e)
    {
        var words = new StringBuilder();
        for (var inner = e; inner is not null; inner = inner.InnerException)
            words.Append(inner.GetType().FullName).AppendLine().AppendLine(inner.StackTrace);
        return words.ToString();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "An unexpected error, {ErrorId}: {Exception}", EventName = "UnexpectedError")]
        public static partial void Unexpected(ILogger logger, Guid errorId, string exception);
    }
}
