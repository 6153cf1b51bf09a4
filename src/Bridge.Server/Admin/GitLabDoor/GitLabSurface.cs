using Bridge.Server.Admin.Access;

namespace Bridge.Server.Admin.GitLabDoor;

/// <summary>
/// The door for programs that speak to GitLab: an API token of Bridge as <c>PRIVATE-TOKEN</c> or bearer token, and no in
/// GitLab's words. A token of GitLab itself is refused and forgotten: it is neither kept, logged nor tried anywhere.
/// </summary>
internal sealed class GitLabSurface(TokenCallers tokens) : Surface
{
    private const string Name = "gitlab";
    private const string Header = "PRIVATE-TOKEN";

    public override async Task<Identified> IdentifyAsync(HttpContext context)
    {
        var privateToken = context.Request.Headers[Header];
        var bearer = BearerToken.Read(context.Request);
        return (privateToken, bearer) switch
        {
            ([], null) => new(Denial.Unauthenticated),
            ([], { } token) => await tokens.IdentifyAsync(context, Name, token),
            ([{ } token], null) => await tokens.IdentifyAsync(context, Name, token),
            // Two credentials may be two callers, so it is nobody.
            _ => await tokens.IdentifyAsync(context, Name, ""),
        };
    }

    public override Task RefuseAsync(HttpContext context, Denial denial)
    {
        if (denial == Denial.Unauthenticated || denial == Denial.BadCredential)
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Bridge\"";
        return AnswerOf(denial).ExecuteAsync(context);
    }

    private static GitLabAnswer AnswerOf(Denial denial) => denial switch
    {
        _ when denial == Denial.Unauthenticated || denial == Denial.BadCredential => GitLabAnswer.Message(401, "401 Unauthorized"),
        Denial.TooManyFailures limited => GitLabAnswer.Message(429, "429 Too Many Requests") with { RetryAfter = limited.RetryAfter },
        Denial.TooLittle => GitLabAnswer.Message(403, "403 Forbidden"),
        Denial.Unavailable => GitLabAnswer.Message(503, "503 Service Unavailable") with { RetryAfter = TimeSpan.FromSeconds(5) },
        _ => GitLabAnswer.NotFound,
    };
}
