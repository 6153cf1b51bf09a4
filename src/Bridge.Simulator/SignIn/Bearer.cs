namespace Bridge.Simulator.SignIn;

/// <summary>Whose access token a request carries.</summary>
internal static class Bearer
{
    public static SimulatedUser? Owner(HttpRequest request, SimulatedGitLab gitLab) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? gitLab.People.Owner(header["Bearer ".Length..], gitLab.Time.GetUtcNow())
            : null;
}
