namespace Bridge.Server.Settings;

/// <summary>The admin pages, as browsers see them.</summary>
public sealed record PageSettings
{
    /// <summary>Scheme, host and port by which browsers reach the pages; null where they are reached as <c>localhost</c> alone.</summary>
    public Uri? Url { get; init; }
}
