using System.Collections.Frozen;
using System.Collections.Immutable;
using Bridge.Claims;
using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>
/// A token exchange request (RFC 8693 §2.1) whose form is sound. The subject token and the credential in it are as they came.
/// </summary>
public sealed record TokenRequest
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static readonly FrozenSet<string> SubjectTokenTypes = new[] { TokenType.IdToken.Urn(), TokenType.Jwt.Urn() }.ToFrozenSet(StringComparer.Ordinal);
    private static readonly TokenType[] TokenTypesGiven = [TokenType.AccessToken, TokenType.IdToken, TokenType.Jwt];

    public required string SubjectToken { get; init; }

    public required ImmutableArray<string> Audiences { get; init; }

    public required ImmutableArray<string> Resources { get; init; }

    /// <summary>The scopes asked for, without <c>openid</c>, which is accepted and means nothing here.</summary>
    public required ImmutableArray<string> Scopes { get; init; }

    /// <summary>Null where the profile of the relying party decides.</summary>
    public required TokenType? RequestedTokenType { get; init; }

    public required string? ClientId { get; init; }

    public required string? ClientSecret { get; init; }

    /// <summary>Whether a client assertion (RFC 7521 §4.2) came, which no client here can have.</summary>
    public required bool ClientAssertion { get; init; }

    /// <summary>The Authorization header as it came, or null.</summary>
    public required string? Authorization { get; init; }

    /// <summary>Whether <c>openid</c> was among the scopes asked for.</summary>
    public required bool OpenId { get; init; }

    /// <summary>Every parameter of RFC 8693 §2.1 is read here or refused by name; unknown ones are ignored (RFC 6749 §3.2).</summary>
    public static Outcome<TokenRequest> Parse(IncomingRequest incoming)
    {
        if (incoming.Unreadable is { } unreadable)
            return unreadable;
        var form = new TokenForm(incoming.Form);
        if (form.Repeated is { } repeated)
            return new Refused(Reason.ParameterRepeated, repeated);
        if (form.One("grant_type") is not { } grantType)
            return new Refused(Reason.ParameterMissing, "grant_type");
        if (grantType != GrantType)
            return new Refused(Reason.GrantTypeUnsupported, "grant_type", GrantType);
        if (form.FirstOf("actor_token", "actor_token_type") is { } actor)
            return new Refused(Reason.ActorTokenUnsupported, actor);
        if (form.One("subject_token") is not { } subjectToken)
            return new Refused(Reason.ParameterMissing, "subject_token");
        if (form.One("subject_token_type") is not { } subjectTokenType)
            return new Refused(Reason.ParameterMissing, "subject_token_type");
        if (!SubjectTokenTypes.Contains(subjectTokenType))
            return new Refused(Reason.SubjectTokenTypeUnsupported, "subject_token_type", string.Join(" or ", SubjectTokenTypes.Order(StringComparer.Ordinal)));
        var requested = form.One("requested_token_type");
        if (requested is not null && TokenTypes.ParseUrn(requested) is null)
            return new Refused(Reason.RequestedTokenTypeUnsupported, "requested_token_type", string.Join(", ", TokenTypesGiven.Select(TokenTypes.Urn)));
        if (!form.Resources().Is(out var resources, out var refused) || !form.Scopes().Is(out var scopes, out refused))
            return refused;
        return new TokenRequest
        {
            SubjectToken = subjectToken,
            Audiences = form.All("audience"),
            Resources = resources,
            Scopes = scopes,
            RequestedTokenType = requested is null ? null : TokenTypes.ParseUrn(requested),
            ClientId = form.One("client_id"),
            ClientSecret = form.One("client_secret"),
            ClientAssertion = form.FirstOf("client_assertion", "client_assertion_type") is not null,
            Authorization = incoming.Authorization,
            OpenId = form.OpenId,
        };
    }

    /// <summary>Neither the token nor the credential, wherever this is written.</summary>
    public override string ToString() => nameof(TokenRequest);
}
