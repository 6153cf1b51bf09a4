using System.Text.Json;
using Bridge.Claims;
using Bridge.Exchange;

namespace Bridge.Server.Protocol;

/// <summary>Writes the answer of an exchange: RFC 8693 §2.2.1 for a token, RFC 6749 §5.2 for a refusal, our own words where neither has any.</summary>
internal static class TokenAnswer
{
    private const string Unavailable = "temporarily_unavailable";

    public static Task WriteAsync(HttpResponse response, ExchangeAnswer answer)
    {
        switch (answer)
        {
            case ExchangeAnswer.Issued issued:
                return JsonAnswer.WriteAsync(response, issued, Issued);
            case ExchangeAnswer.NotIssued refused:
                response.StatusCode = refused.Answer.Status;
                // RFC 9110 §11.6.1: every 401 names a way to authenticate, also where the client used none.
                if (refused.Answer.Status == StatusCodes.Status401Unauthorized)
                    response.Headers.WWWAuthenticate = "Basic realm=\"Bridge\", charset=\"UTF-8\"";
                return JsonAnswer.WriteAsync(response, refused, NotIssued);
            case ExchangeAnswer.Limited limited:
                return LimitedAsync(response, limited.RetryAfter);
            case ExchangeAnswer.Unavailable unavailable:
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                response.Headers.RetryAfter = Seconds(unavailable.RetryAfter);
                return JsonAnswer.WriteAsync(response, unavailable, NotAvailable);
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType(), "no such answer");
        }
    }

    /// <summary>429, which is no answer of an exchange: without a reason, without an id.</summary>
    public static Task LimitedAsync(HttpResponse response, TimeSpan retryAfter)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = Seconds(retryAfter);
        return JsonAnswer.WriteAsync(response, retryAfter, static (wait, writer) =>
        {
            writer.WriteString("error", Unavailable);
            writer.WriteString("error_description", $"Too many requests: try again in {Seconds(wait)} seconds.");
        });
    }

    private static void Issued(ExchangeAnswer.Issued issued, Utf8JsonWriter writer)
    {
        var token = issued.Token;
        writer.WriteString("access_token", token.Text);
        writer.WriteString("issued_token_type", token.Type.Urn());
        // RFC 8693 §2.2.1: N_A where the token is not one to present to a resource server as it is.
        writer.WriteString("token_type", token.Type == TokenType.AccessToken ? "Bearer" : "N_A");
        writer.WriteNumber("expires_in", (long)token.ExpiresIn.TotalSeconds);
        if (issued.TellScope)
            writer.WriteString("scope", string.Join(' ', token.Scopes));
    }

    private static void NotIssued(ExchangeAnswer.NotIssued refused, Utf8JsonWriter writer)
    {
        var answer = refused.Answer;
        writer.WriteString("error", answer.Error);
        writer.WriteString("error_description", answer.Description);
        writer.WriteString("reason", answer.Reason);
        writer.WriteString("exchange_id", refused.ExchangeId);
        if (answer.Expected is not null)
            writer.WriteString("expected", answer.Expected);
        if (answer.Actual is not null)
            writer.WriteString("actual", answer.Actual);
        if (!refused.Recorded)
            writer.WriteBoolean("recorded", false);
    }

    private static void NotAvailable(ExchangeAnswer.Unavailable unavailable, Utf8JsonWriter writer)
    {
        writer.WriteString("error", Unavailable);
        writer.WriteString("error_description", unavailable.Description);
        writer.WriteString("reason", unavailable.Reason);
        writer.WriteString("exchange_id", unavailable.ExchangeId);
    }

    private static string Seconds(TimeSpan span) => Math.Max(1, (long)Math.Ceiling(span.TotalSeconds)).ToString();
}
