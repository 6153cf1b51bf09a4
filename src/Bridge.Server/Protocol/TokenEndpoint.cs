using Bridge.Exchange;

namespace Bridge.Server.Protocol;

/// <summary>The token endpoint (RFC 6749 §3.2): from HTTP to the exchange and back.</summary>
internal sealed partial class TokenEndpoint(TokenExchange exchange, AddressLimiter limiter, ExchangeMeter meter, ILogger<TokenEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        // RFC 6749 §5.1: on every answer, so that no cache can keep one by mistake.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        var address = ClientAddress.Of(context);
        if (!limiter.TryTake(address, out var retryAfter))
        {
            meter.LimitedByAddress();
            await TokenAnswer.LimitedAsync(context.Response, retryAfter);
            return;
        }

        var incoming = await FormBody.ReadAsync(context.Request, address.ToString());
        // A caller that goes away must not leave an exchange half done: from here on it is completed without asking for them.
        var answer = await exchange.ExchangeAsync(incoming, CancellationToken.None);
        meter.Answered(answer);
        Note(answer);
        await TokenAnswer.WriteAsync(context.Response, answer);
    }

    // What is said here is what the caller was told; the exact reason is in the record of the same id.
    private void Note(ExchangeAnswer answer)
    {
        switch (answer)
        {
            case ExchangeAnswer.Issued issued:
                Log.Granted(logger, issued.ExchangeId);
                break;
            case ExchangeAnswer.NotIssued refused:
                Log.Refused(logger, refused.ExchangeId, refused.Answer.Reason, refused.Recorded);
                break;
            case ExchangeAnswer.Unavailable unavailable:
                Log.Unavailable(logger, unavailable.ExchangeId, unavailable.Reason);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Exchange {ExchangeId} granted", EventName = "ExchangeGranted")]
        public static partial void Granted(ILogger logger, Guid exchangeId);

        [LoggerMessage(2, LogLevel.Information, "Exchange {ExchangeId} refused: {Reason} (recorded: {Recorded})", EventName = "ExchangeRefused")]
        public static partial void Refused(ILogger logger, Guid exchangeId, string reason, bool recorded);

        [LoggerMessage(3, LogLevel.Warning, "Exchange {ExchangeId} cannot be served: {Reason}", EventName = "ExchangeUnavailable")]
        public static partial void Unavailable(ILogger logger, Guid exchangeId, string reason);
    }
}
