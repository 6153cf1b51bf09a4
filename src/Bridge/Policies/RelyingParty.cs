using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.GitLab;

namespace Bridge.Policies;

/// <summary>How often one CI token may be exchanged for a relying party.</summary>
public enum Replay
{
    Unlimited,
    Once,
}

/// <summary>A service that accepts Bridge's tokens, named by its audience.</summary>
public sealed record RelyingParty
{
    /// <summary>No token is made to live shorter: it would end before its first use.</summary>
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(30);

    public required string Id { get; init; }

    public required int Version { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>The <c>aud</c> of its tokens, and the <c>audience</c> that names it (RFC 8693 §2.1).</summary>
    public required string Audience { get; init; }

    /// <summary>The <c>resource</c> that names it as well (RFC 8707 §2), or null.</summary>
    public required string? Resource { get; init; }

    public required Profile Profile { get; init; }

    public required ProfileSettings ProfileSettings { get; init; }

    /// <summary>The algorithm (RFC 7518 §3.1) that its tokens are signed with.</summary>
    public required string Algorithm { get; init; }

    public required TimeSpan Lifetime { get; init; }

    /// <summary>Whether a token may outlive the CI token that it was given for.</summary>
    public required bool OutliveSubjectToken { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public required Replay Replay { get; init; }

    /// <summary>The clients that it accepts; null for all.</summary>
    public required ImmutableArray<string>? Clients { get; init; }

    public required TokenKind Kinds { get; init; }

    public required ImmutableArray<TokenType> RequestedTokenTypes { get; init; }

    /// <summary>Whether only projects that an administrator enrolled are served.</summary>
    public required bool EnrolledProjects { get; init; }

    /// <summary>Claims that the sub components of every job must name.</summary>
    public required ImmutableArray<string> RequiredComponents { get; init; }

    public required ImmutableArray<Rule> Rules { get; init; }

    public required ImmutableArray<ClaimMapping> Mappings { get; init; }
}
