using Microsoft.AspNetCore.Routing.Matching;

namespace Bridge.Server.Hosting;

/// <summary>
/// A route answers only at its own door; at the other one it does not exist. A route without a door, or a connection without
/// one, matches nothing, so that nothing is opened by forgetting.
/// </summary>
internal sealed class DoorPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => int.MinValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var door = httpContext.Features.Get<Door>();
        for (var index = 0; index < candidates.Count; index++)
        {
            if (door is null || candidates[index].Endpoint?.Metadata.GetMetadata<Door>() != door)
                candidates.SetValidity(index, false);
        }

        return Task.CompletedTask;
    }
}
