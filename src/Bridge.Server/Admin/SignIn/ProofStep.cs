using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;

namespace Bridge.Server.Admin.SignIn;

/// <summary>Behind the gate, before a page that <see cref="NeedsProofAttribute"/>: asks whoever did not prove lately that it is they.</summary>
internal sealed class ProofStep(TimeProvider time) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<NeedsProofAttribute>()?.Covers(http) != true || http.Features.Get<SignedIn>()?.ProvedLately(time.GetUtcNow()) == true)
            await next();
        else
            context.Result = new RedirectResult(QueryHelpers.AddQueryString("/sign-in/again", "back", http.Request.Path + http.Request.QueryString));
    }
}
