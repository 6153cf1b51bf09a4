using System.Collections.Immutable;

namespace Bridge.Configuration;

/// <summary>A client of the token endpoint (RFC 6749 §2).</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Public">Whether it has no secret; only the default client may.</param>
/// <param name="Enabled">Whether it is served.</param>
/// <param name="SecretHashes">The SHA-256 of each valid secret; two during a change.</param>
/// <param name="DefaultAudience">The audience that a request without one means, or null.</param>
public sealed record Client(string Id, bool Public, bool Enabled, ImmutableArray<ImmutableArray<byte>> SecretHashes, string? DefaultAudience)
{
    /// <summary>The client of a request that names none: every CI job can be it.</summary>
    public const string DefaultId = "gitlab-ci";
}
