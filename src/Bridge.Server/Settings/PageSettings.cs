using System.Collections.Immutable;

namespace Bridge.Server.Settings;

/// <summary>The admin pages, as browsers see them.</summary>
public sealed record PageSettings
{
    /// <summary>Scheme, host and port by which browsers reach the pages; null where they are reached as <c>localhost</c> alone.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether people sign in to Bridge itself, by password and second factor or by passkey.</summary>
    public required bool LocalSignIn { get; init; }

    /// <summary>After how long without a request a session ends.</summary>
    public required TimeSpan SessionIdle { get; init; }

    /// <summary>After how long a session ends, however much it is used.</summary>
    public required TimeSpan SessionLifetime { get; init; }

    /// <summary>By the id of an issuer, the file with the secret of Bridge's OAuth application there.</summary>
    public required ImmutableDictionary<string, string> GitLabSecretFiles { get; init; }
}
