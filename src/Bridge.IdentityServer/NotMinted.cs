using Bridge.Exchange;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Validation;
using Microsoft.AspNetCore.Http;

namespace Bridge.IdentityServer;

/// <summary>
/// What IdentityServer answers where there is no token. It has one status, 400, and a fixed list of errors; where the fault
/// is not the job's, the status is set when the answer starts, so that a pipeline knows to try again.
/// </summary>
internal static class NotMinted
{
    private const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary>IdentityServer's word for an OAuth error of the refusal table; null for one that it does not have.</summary>
    public static TokenRequestErrors? ErrorOf(string error) => error switch
    {
        "invalid_request" => TokenRequestErrors.InvalidRequest,
        "invalid_client" => TokenRequestErrors.InvalidClient,
        "invalid_scope" => TokenRequestErrors.InvalidScope,
        "invalid_target" => TokenRequestErrors.InvalidTarget,
        "unauthorized_client" => TokenRequestErrors.UnauthorizedClient,
        "unsupported_grant_type" => TokenRequestErrors.UnsupportedGrantType,
        _ => null,
    };

    public static GrantValidationResult Refused(ExchangeAnswer.NotIssued refused)
    {
        var answer = refused.Answer;
        var error = ErrorOf(answer.Error) ?? throw new InvalidOperationException($"refused as {answer.Error}: {answer.Description}");
        var members = new Dictionary<string, object> { ["reason"] = answer.Reason, ["exchange_id"] = refused.ExchangeId };
        if (answer.Expected is not null)
            members["expected"] = answer.Expected;
        if (answer.Actual is not null)
            members["actual"] = answer.Actual;
        if (!refused.Recorded)
            members["recorded"] = false;
        return new GrantValidationResult(error, answer.Description, members);
    }

    public static GrantValidationResult Limited(ExchangeAnswer.Limited limited, HttpResponse response) =>
        Failed(response, StatusCodes.Status429TooManyRequests, limited.RetryAfter, TemporarilyUnavailable, "Too many requests: try again later.", []);

    public static GrantValidationResult Unavailable(ExchangeAnswer.Unavailable unavailable, HttpResponse response) =>
        Failed(response, StatusCodes.Status503ServiceUnavailable, unavailable.RetryAfter, TemporarilyUnavailable, unavailable.Description,
            new() { ["reason"] = unavailable.Reason, ["exchange_id"] = unavailable.ExchangeId });

    public static GrantValidationResult Defect(HttpResponse response) =>
        Failed(response, StatusCodes.Status500InternalServerError, null, "server_error", "The exchange failed; the server's log tells why.", []);

    private static GrantValidationResult Failed(HttpResponse response, int status, TimeSpan? retryAfter, string error, string description, Dictionary<string, object> members)
    {
        response.OnStarting(() =>
        {
            response.StatusCode = status;
            if (retryAfter is { } wait)
                response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
            return Task.CompletedTask;
        });
        return new GrantValidationResult(TokenRequestErrors.InvalidRequest, description, members) { Error = error };
    }
}
