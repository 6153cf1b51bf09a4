using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Keys;
using Bridge.Policies;
using Bridge.Projects;
using Bridge.Subjects;

namespace Bridge.Records;

/// <summary>All that was decided of a job that may have a token. It is no permission to sign: that is an <see cref="Admission"/>.</summary>
public sealed record Grant
{
    public required RelyingParty RelyingParty { get; init; }

    public required Rule Rule { get; init; }

    public required SubTemplate Template { get; init; }

    public required string Subject { get; init; }

    /// <summary>The claims beside the protocol's own, as the profile shaped them.</summary>
    public required ImmutableArray<IssuedClaim> Claims { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public required TokenType TokenType { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What Bridge signs with; null where another host mints.</summary>
    public required SigningKey? SigningKey { get; init; }

    public required PinChange? Pin { get; init; }

    public required ReplayMark? Mark { get; init; }
}
