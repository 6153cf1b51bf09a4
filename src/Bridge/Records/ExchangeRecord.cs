using System.Collections.Immutable;

namespace Bridge.Records;

/// <summary>
/// The one durable row of an exchange. Members are filled as far as the exchange came. No token, secret or key is ever in it:
/// of the subject token its SHA-256. Facts that nobody verified stand only in members that say so, cut and escaped.
/// </summary>
public sealed record ExchangeRecord
{
    /// <summary>The exchange id, which is the <c>jti</c> of the token that Bridge issues.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The caller's network address.</summary>
    public required string Address { get; init; }

    /// <summary>The revision of the configuration that decided.</summary>
    public required long Revision { get; init; }

    /// <summary>The code of the refusal (<see cref="Refusals.RefusalRow.Code"/>), exact; null for a grant.</summary>
    public string? Reason { get; init; }

    /// <summary>What the failed check was about, what it wanted and what it got.</summary>
    public string? ReasonName { get; init; }

    public string? Expected { get; init; }

    public string? Actual { get; init; }

    /// <summary>The client, once it is known.</summary>
    public string? Client { get; init; }

    public string? UnverifiedClient { get; init; }

    public string? UnverifiedIssuer { get; init; }

    public string? UnverifiedKeyId { get; init; }

    /// <summary>The audience and resource values that were asked for, separated by spaces.</summary>
    public string? UnverifiedTarget { get; init; }

    /// <summary>All that was asked for (<see cref="RecordedRequest"/>); null where the form was refused, and where it is too long to keep.</summary>
    public string? UnverifiedRequest { get; init; }

    /// <summary>SHA-256 of the subject token, in hexadecimal.</summary>
    public string? SubjectTokenHash { get; init; }

    public string? Issuer { get; init; }

    /// <summary>The <c>jti</c> of the subject token.</summary>
    public string? SubjectTokenId { get; init; }

    public string? TokenKind { get; init; }

    public string? ProjectId { get; init; }

    public string? ProjectPath { get; init; }

    /// <summary>The project that an administrator's confirmation would let in; null for a grant and for every other refusal.</summary>
    public string? WaitingProjectId { get; init; }

    public string? PipelineId { get; init; }

    public string? JobId { get; init; }

    public string? UserId { get; init; }

    public string? UserLogin { get; init; }

    public string? Ref { get; init; }

    public string? RefType { get; init; }

    public string? RelyingParty { get; init; }

    /// <summary>The version of the relying party with its rules.</summary>
    public int? RelyingPartyVersion { get; init; }

    public string? Rule { get; init; }

    /// <summary>
    /// Shadow rules that would have decided, as <c>allow:id</c> or <c>deny:id</c>: a deny would have refused where
    /// <see cref="Rule"/> let the job in, an allow would have granted where the rules kept it out.
    /// </summary>
    public ImmutableArray<string> ShadowRules { get; init; } = [];

    public string? Template { get; init; }

    public int? TemplateVersion { get; init; }

    public string? Subject { get; init; }

    /// <summary>The <c>jti</c> of the issued token; null for a refusal, and where another host chooses it.</summary>
    public string? IssuedTokenId { get; init; }

    public string? IssuedTokenType { get; init; }

    public DateTimeOffset? IssuedExpiresAt { get; init; }

    /// <summary>The <c>kid</c> that signed the issued token.</summary>
    public string? IssuedKeyId { get; init; }

    public string? Scope { get; init; }

    /// <summary>The verified claims that a decision could read, as canonical JSON of at most 8 KiB (<see cref="RecordedClaims"/>).</summary>
    public string? Claims { get; init; }

    /// <summary>The names of the claims that did not fit.</summary>
    public ImmutableArray<string> ClaimsLeftOut { get; init; } = [];

    public bool Granted => Reason is null;
}
