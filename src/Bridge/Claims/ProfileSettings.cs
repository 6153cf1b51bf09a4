namespace Bridge.Claims;

/// <summary>What a relying party says to its profile.</summary>
/// <param name="Prefix">Put before the profile's own claims; empty where the profile has no prefix.</param>
/// <param name="SessionTags">The session tags; none where the profile takes none.</param>
public sealed record ProfileSettings(string Prefix, SessionTags SessionTags)
{
    public static readonly ProfileSettings None = new("", SessionTags.None);
}
