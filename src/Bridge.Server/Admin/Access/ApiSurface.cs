using Bridge.Server.Admin.Problems;

namespace Bridge.Server.Admin.Access;

/// <summary>The REST API: API tokens as bearer tokens (RFC 6750 §2.1), refusals as problem details (RFC 9457).</summary>
internal sealed class ApiSurface(TokenCallers tokens) : Surface
{
    private const string Name = "api";
    private const string Challenge = "Bearer realm=\"Bridge\"";

    public override async Task<Identified> IdentifyAsync(HttpContext context) =>
        BearerToken.Read(context.Request) is { } token ? await tokens.IdentifyAsync(context, Name, token) : new(Denial.Unauthenticated);

    public override Task RefuseAsync(HttpContext context, Denial denial)
    {
        // RFC 6750 §3: without a credential no error is named.
        context.Response.Headers.WWWAuthenticate = denial switch
        {
            _ when denial == Denial.Unauthenticated => Challenge,
            _ when denial == Denial.BadCredential => $"{Challenge}, error=\"invalid_token\"",
            Denial.TooLittle => $"{Challenge}, error=\"insufficient_scope\"",
            _ => default,
        };
        return ProblemOf(denial).ExecuteAsync(context);
    }

    private static Problem ProblemOf(Denial denial) => denial switch
    {
        _ when denial == Denial.Unauthenticated => new(ProblemKind.Unauthenticated, "Send an API token as Authorization: Bearer brg_…; `bridge tokens create` makes one."),
        _ when denial == Denial.BadCredential => new(ProblemKind.BadToken),
        Denial.TooManyFailures limited => new(ProblemKind.TooManyFailures) { RetryAfter = limited.RetryAfter },
        Denial.TooLittle little => new(ProblemKind.TooLittleRight, $"This needs a token with the right {little.Needed.Word()}."),
        Denial.Unavailable => new(ProblemKind.Unavailable),
        _ => new(ProblemKind.NotFound),
    };
}
