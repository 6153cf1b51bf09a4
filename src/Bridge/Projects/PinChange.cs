namespace Bridge.Projects;

/// <summary>
/// What a grant writes of its project, in the transaction of its record. The store finds a conflict where another grant was
/// first: the pin is no longer <paramref name="Seen"/>, or the path belongs to another id.
/// </summary>
/// <param name="Issuer">The issuer's id.</param>
/// <param name="ProjectId">GitLab's id of the project.</param>
/// <param name="Seen">The pin that was decided on; null where there was none.</param>
/// <param name="Pin">The pin to be; the same as <paramref name="Seen"/> where it stays.</param>
/// <param name="BurnPath">A path to burn to the project, or null.</param>
public sealed record PinChange(string Issuer, string ProjectId, ProjectPin? Seen, ProjectPin Pin, string? BurnPath)
{
    /// <summary>The same without moving the pin: what is burned stays to be burned; null where nothing is left.</summary>
    public PinChange? WithoutMove() => BurnPath is null || Seen is null ? null : this with { Pin = Seen };
}
