using Bridge.Exchange;
using Duende.IdentityServer.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bridge.IdentityServer;

/// <summary>
/// The token exchange (RFC 8693) as a grant of IdentityServer: Bridge judges and records, and what it admits becomes the
/// subject, the claims, the one audience, the scopes and the lifetime of the token that IdentityServer then makes.
/// </summary>
internal sealed partial class TokenExchangeGrantValidator(
    TokenExchange exchange, MintableTokens tokens, IHttpContextAccessor accessor, TimeProvider time, ILogger<TokenExchangeGrantValidator> logger) : IExtensionGrantValidator
{
    public string GrantType => TokenRequest.GrantType;

#if IDENTITYSERVER8
    public async Task ValidateAsync(ExtensionGrantValidationContext context, CancellationToken ct)
    {
#else
    public async Task ValidateAsync(ExtensionGrantValidationContext context)
    {
        var ct = accessor.HttpContext!.RequestAborted;
#endif
        try
        {
            context.Result = await AnswerAsync(context.Request, accessor.HttpContext!, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // IdentityServer would turn it into invalid_grant, as though the job were at fault.
            Log.Failed(logger, e);
            context.Result = NotMinted.Defect(accessor.HttpContext!.Response);
        }
    }

    private async Task<GrantValidationResult> AnswerAsync(ValidatedTokenRequest request, HttpContext http, CancellationToken ct)
    {
        var host = new MintingHost(request.Client.ClientId, (grant, cancel) => tokens.CannotMintAsync(grant, request, cancel));
        return await exchange.AdmitAsync(Incoming(request, http), host, ct) switch
        {
            ExchangeAnswer.Admitted admitted => Minted.As(admitted.Admission, request, time.GetUtcNow()),
            ExchangeAnswer.NotIssued refused => NotMinted.Refused(refused),
            ExchangeAnswer.Limited limited => NotMinted.Limited(limited, http.Response),
            ExchangeAnswer.Unavailable unavailable => NotMinted.Unavailable(unavailable, http.Response),
            var other => throw new InvalidOperationException($"no such answer here: {other.GetType().Name}"),
        };
    }

    // Repeated parameters stay repeated: IdentityServer's own reading joins them.
    private static IncomingRequest Incoming(ValidatedTokenRequest request, HttpContext http) => new(
        [.. request.Raw.AllKeys.SelectMany(name => (request.Raw.GetValues(name) ?? []).Select(value => KeyValuePair.Create(name ?? "", value)))],
        Authorization: null,
        http.Connection.RemoteIpAddress?.ToString() ?? "");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A token exchange failed", EventName = "ExchangeFailed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
