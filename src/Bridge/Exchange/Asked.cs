using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Configuration;
using Bridge.Records;

namespace Bridge.Exchange;

/// <summary>What a caller asks for a job, and when: with <see cref="GitLab.JobFacts"/> all that a decision is made of.</summary>
public sealed record Asked
{
    public required Client Client { get; init; }

    public required ImmutableArray<string> Audiences { get; init; }

    public required ImmutableArray<string> Resources { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public required TokenType? RequestedTokenType { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The <c>jti</c>, <c>iat</c> and <c>exp</c> of the CI token.</summary>
    public required string TokenId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The replay mark that the store found taken, or null. It says nothing of this token's mark for another relying party.</summary>
    public required ReplayMark? TakenMark { get; init; }

    /// <summary>Whether another host mints, with keys of its own.</summary>
    public bool MintedElsewhere { get; init; }
}
