using Bridge.Access;

namespace Bridge.Server.Admin.Access;

/// <summary>How routes declare what they need, and how handlers ask who calls.</summary>
public static class RouteNeeds
{
    public static T Needs<T>(this T route, Right right, Over over = Over.Instance)
        where T : IEndpointConventionBuilder => route.WithMetadata(new NeedsAttribute(right, over));

    public static T NeedsNothing<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(new NeedsNothingAttribute());

    /// <summary>Who calls. There is always somebody behind the gate, except on a route that needs nothing.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("Nobody was let in here: the route needs nothing, so it cannot ask who calls.");

    /// <summary>What the request is over, on a route that declares more than <see cref="Over.Own"/>.</summary>
    public static Place Place(this HttpContext context) =>
        context.Features.Get<Place>() ?? throw new InvalidOperationException("The route declares nothing that it is over.");
}
