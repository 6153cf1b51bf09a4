using Bridge.Access;
using Bridge.Configuration;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Access;

/// <summary>
/// The one gate of the admin listener, for API and pages alike: nothing behind it runs before the route's declared need is met.
/// A route that declares nothing, or belongs to no surface, is not there.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, Places places)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Door>() != Door.Admin)
            return next(context);
        var needs = endpoint.Metadata.GetMetadata<NeedsAttribute>();
        if (needs is { Right: null })
            return next(context);
        if (needs?.Right is { } right && endpoint.Metadata.GetMetadata<Surface>() is { } surface)
            return PassAsync(context, surface, right, needs.Over);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task PassAsync(HttpContext context, Surface surface, Right right, Over over)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (await DenialAsync(context, surface, right, over) is { } denial)
                await surface.RefuseAsync(context, denial);
            else
                await next(context);
        }
        catch (StoreUnavailableException) when (!context.Response.HasStarted)
        {
            await surface.RefuseAsync(context, new Denial.Unavailable());
        }
    }

    // Who calls comes first; then whether they may see the thing at all; then whether they may do this to it.
    private async Task<Denial?> DenialAsync(HttpContext context, Surface surface, Right right, Over over)
    {
        var identified = await surface.IdentifyAsync(context);
        if (identified.Caller is not { } caller)
            return identified.Denial ?? Denial.Unauthenticated;
        if (over != Over.Own)
        {
            if (await places.FindAsync(context, over) is not { } place || !caller.May(Right.Read, place))
                return Denial.NotFound;
            context.Features.Set(place);
        }

        if (caller.Right < right)
            return new Denial.TooLittle(right);
        context.Features.Set(caller);
        return null;
    }
}
