using Bridge.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Admin.SignIn;

/// <summary>
/// Behind the gate, before a page that <see cref="NeedsProofAttribute"/>: asks whoever did not prove lately that it is they. A form that was
/// sent meanwhile is kept (<see cref="KeptForm"/>), and its handler does not run before the proof.
/// </summary>
internal sealed class ProofStep(BridgeDatabase database, SecondFactor factor, GuessLimiter limiter, SessionStart sessions, IModelMetadataProvider metadata, IOptions<AntiforgeryOptions> antiforgery, TimeProvider time) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var needs = http.GetEndpoint()?.Metadata.GetMetadata<NeedsProofAttribute>();
        if (needs?.Covers(http) != true || http.Features.Get<SignedIn>()?.ProvedLately(time.GetUtcNow()) == true)
            await next();
        else if (needs.CarriesSecrets || !IsForm(http.Request))
            context.Result = new RedirectResult(QueryHelpers.AddQueryString("/sign-in/again", "back", http.Request.Path + http.Request.QueryString));
        else if (http.Request.Form[KeptForm.Code] is not [{ Length: > 0 } typed])
            context.Result = Ask(http, mistake: null);
        else if (!limiter.May(http))
            context.Result = new StatusCodeResult(StatusCodes.Status429TooManyRequests);
        else if (await ProvesAsync(http, typed))
            await next();
        else
            context.Result = Ask(http, "This code does not count: it is wrong, too old, or was used before.");
    }

    private static bool IsForm(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.HasFormContentType && !request.Headers.ContainsKey("HX-Request");

    private async Task<bool> ProvesAsync(HttpContext http, string typed)
    {
        if (await database.LocalAccounts.FindAsync(http.SignedIn().Person.Id, http.RequestAborted) is not { } account || !await factor.VerifyAsync(account, typed, http.RequestAborted))
            return false;
        http.Features.Set(new SignedIn(await sessions.BeginAsync(http, account.Person, "password and second factor", null, null, http.RequestAborted), account.Person));
        return true;
    }

    private ViewResult Ask(HttpContext http, string? mistake) => new()
    {
        ViewName = "/Admin/SignIn/_Kept.cshtml",
        ViewData = new ViewDataDictionary<KeptForm>(metadata, new ModelStateDictionary()) { Model = KeptForm.Of(http.Request, http.SignedIn().Person.Id, antiforgery.Value.FormFieldName, mistake) },
    };
}
