namespace Bridge.Configuration.History;

/// <summary>
/// One thing that a change touched. Versions of a thing are counted from 1 and never come twice, also when it was deleted and
/// made again; its deletion is a version, too.
/// </summary>
/// <param name="Section">The kind of thing, by the name of its section in a file.</param>
/// <param name="Id">What it is known by within its section.</param>
/// <param name="Version">The version that the change made.</param>
/// <param name="Before">What it was, as JSON; null where it was not there.</param>
/// <param name="After">What it is now, as JSON; null where it was deleted.</param>
public sealed record ChangeItem(string Section, string Id, int Version, string? Before, string? After)
{
    public const string SubComponents = "sub_components";
    public const string Projects = "projects";
    public const string ProjectPins = "project_pins";
    public const string SigningKeys = "signing_keys";
    public const string Tokens = "tokens";
    public const string People = "people";
}
