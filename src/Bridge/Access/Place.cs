namespace Bridge.Access;

/// <summary>Where a thing belongs that somebody wants to see or change.</summary>
public abstract record Place
{
    /// <summary>What is no group's or project's own: issuers, relying parties, keys, clients and so on.</summary>
    public static readonly Place Instance = new Whole();

    private Place()
    {
    }

    /// <summary>A group of an issuer, by its full path.</summary>
    public sealed record Group(string Issuer, string Path) : Place;

    /// <summary>A project of an issuer, by GitLab's id; with the path that was last granted or confirmed, where one was.</summary>
    public sealed record Project(string Issuer, string Id, string? Path = null) : Place;

    private sealed record Whole : Place;
}
