using System.Collections.Immutable;

namespace Bridge.GitLab;

/// <summary>Whether a job counts as a fork's where no claim says which project it runs in (GitLab before 18.4).</summary>
public enum ForkPipelines
{
    /// <summary>A pipeline whose source can be a fork's counts as one.</summary>
    Assume,

    /// <summary>The administrator vouches that no fork runs pipelines in a parent project.</summary>
    Never,
}

/// <summary>One exact <c>iss</c> string and the kinds of token that may carry it.</summary>
public sealed record AcceptedIssuer(string Iss, TokenKind Kinds);

/// <summary>Where an issuer's keys come from: exactly one of the first three is set.</summary>
/// <param name="Discovery">The address of its OpenID Connect discovery document.</param>
/// <param name="Jwks">The address of its JWK Set (RFC 7517 §5).</param>
/// <param name="Uploaded">The text of a JWK Set that an administrator uploaded.</param>
/// <param name="Insecure">Whether plain HTTP beyond loopback is allowed.</param>
/// <param name="CaFile">A PEM file of the authorities that the server's certificate must chain to, beside none else.</param>
/// <param name="Proxy">The HTTP proxy to go through.</param>
/// <param name="Outlive">How long the last good key set serves while no newer one can be had.</param>
public sealed record KeyOrigin(Uri? Discovery, Uri? Jwks, string? Uploaded, bool Insecure, string? CaFile, Uri? Proxy, TimeSpan Outlive);

/// <summary>That people of this GitLab sign in to the admin pages with it.</summary>
/// <param name="ClientId">The id of Bridge's OAuth application there. Its secret is a file that the settings name, not configuration.</param>
public sealed record GitLabSignIn(string ClientId);

/// <summary>A GitLab instance that Bridge trusts.</summary>
public sealed record Issuer
{
    /// <summary>The immutable id; projects, pins and replay marks hang on it.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Compared byte for byte.</summary>
    public required ImmutableArray<AcceptedIssuer> Accepted { get; init; }

    /// <summary>The GitLab URL, which is the <c>aud</c> of a token of kind v2.</summary>
    public required string? GitLabUrl { get; init; }

    /// <summary>Put before the first component of every subject; empty for at most one issuer.</summary>
    public required string SubjectPrefix { get; init; }

    public required KeyOrigin Keys { get; init; }

    /// <summary>Signature algorithms (RFC 7518 §3.1) of its tokens; never <c>none</c>, never symmetric.</summary>
    public required ImmutableArray<string> Algorithms { get; init; }

    /// <summary>The <c>aud</c> values of which a token must carry one.</summary>
    public required ImmutableArray<string> Audiences { get; init; }

    /// <summary>Further <c>aud</c> values that a token may carry beside an expected one.</summary>
    public required ImmutableArray<string> FurtherAudiences { get; init; }

    /// <summary>Greatest age of a token, from its <c>iat</c>.</summary>
    public required TimeSpan MaximumAge { get; init; }

    public required ForkPipelines ForkPipelines { get; init; }

    /// <summary>Until when the removed kinds v1 and v2 are accepted; a kind that is missing here is off.</summary>
    public required ImmutableDictionary<TokenKind, DateTimeOffset> LegacyUntil { get; init; }

    /// <summary>Verified exchanges a minute, over all clients, on each node.</summary>
    public required int PermitsPerMinute { get; init; }

    /// <summary>Null where nobody signs in with it.</summary>
    public GitLabSignIn? SignIn { get; init; }
}
