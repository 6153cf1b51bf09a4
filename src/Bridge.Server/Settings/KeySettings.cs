using Bridge.Keys;

namespace Bridge.Server.Settings;

/// <summary>How signing keys are kept and how they come and go.</summary>
public sealed record KeySettings
{
    /// <summary>The file of the key that signing keys are encrypted with. It is never in the database.</summary>
    public required string EncryptionKeyFile { get; init; }

    /// <summary>How long a new key is published before it signs.</summary>
    public required TimeSpan Announce { get; init; }

    /// <summary>How long a key stays published after it signed its last token.</summary>
    public required TimeSpan Retire { get; init; }

    /// <summary>How often every node looks for changes of configuration and keys.</summary>
    public required TimeSpan Refresh { get; init; }

    /// <summary>How long relying parties may keep the key set and the discovery document.</summary>
    public required TimeSpan JwksMaxAge { get; init; }

    public KeyPeriods Periods => new(Announce, Retire);
}
