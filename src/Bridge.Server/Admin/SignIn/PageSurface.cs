using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.SignIn.GitLab;
using Bridge.Server.Settings;
using Bridge.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// The pages: their callers prove who they are by the cookie of a session. What a person may do is looked up at every request,
/// so a role that was taken, or a session that was ended, is gone at once.
/// </summary>
internal sealed class PageSurface(BridgeDatabase database, SessionCookie cookie, Maintainers maintainers, BridgeSettings settings, TimeProvider time) : Surface
{
    public override async Task<Identified> IdentifyAsync(HttpContext context)
    {
        if (cookie.Read(context.Request) is not { } hash
            || await database.Sessions.FindAsync(hash, context.RequestAborted) is not var (session, person)
            || !session.IsGood(time.GetUtcNow(), settings.Pages.SessionIdle))
            return new(Denial.Unauthenticated);
        var signedIn = new SignedIn(session, person);
        context.Features.Set(signedIn);
        await database.Sessions.SeenAsync(session, context.RequestAborted);
        return new(await CallerAsync(context, signedIn));
    }

    public override Task RefuseAsync(HttpContext context, Denial denial)
    {
        if (denial == Denial.Unauthenticated && HttpMethods.IsGet(context.Request.Method) && !context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.Redirect(QueryHelpers.AddQueryString("/sign-in", "back", context.Request.Path + context.Request.QueryString));
            return Task.CompletedTask;
        }

        context.Response.StatusCode = denial switch
        {
            _ when denial == Denial.Unauthenticated || denial == Denial.BadCredential => StatusCodes.Status401Unauthorized,
            Denial.TooLittle => StatusCodes.Status403Forbidden,
            Denial.TooManyFailures => StatusCodes.Status429TooManyRequests,
            Denial.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status404NotFound,
        };
        return Task.CompletedTask;
    }

    private async Task<Caller> CallerAsync(HttpContext context, SignedIn signedIn) => signedIn.Person.Role switch
    {
        Role.Admin => new(signedIn.Person.Id.Author, Right.Admin, Reach.Everything),
        Role.Auditor => new(signedIn.Person.Id.Author, Right.Read, Reach.Everything),
        _ => await maintainers.CallerAsync(context, signedIn),
    };
}
