namespace Bridge.Keys;

/// <summary>Where a signing key stands in its life. The times in its row decide, so all nodes see the same without a message.</summary>
public enum KeyState
{
    /// <summary>Published, so that relying parties know it before the first token comes; signs nothing yet.</summary>
    Announced,

    /// <summary>Published, and signs.</summary>
    Active,

    /// <summary>Published, so that the last tokens it signed can be verified; signs nothing any more.</summary>
    Retired,

    /// <summary>Out of the published set.</summary>
    Removed,

    /// <summary>Taken back by an administrator: out of the published set at once.</summary>
    Revoked,
}
