namespace Bridge.GitLab;

/// <summary>
/// A token whose signature a key of <see cref="Issuer"/> made. Nothing is known yet of its times, its audience or whether
/// a CI job holds it: GitLab signs sign-in ID tokens with keys of the same set.
/// </summary>
public sealed class SignedToken
{
    internal SignedToken(Issuer issuer, AcceptedIssuer accepted, ClaimSet claims)
    {
        Issuer = issuer;
        Accepted = accepted;
        Claims = claims;
        Kind = KindOf(issuer, accepted, claims);
        Facts = new JobFacts(issuer, Kind, claims);
    }

    public Issuer Issuer { get; }

    /// <summary>The configured <c>iss</c> that the token carries.</summary>
    public AcceptedIssuer Accepted { get; }

    public ClaimSet Claims { get; }

    /// <summary>
    /// The kind that the token shows. Where its <c>iss</c> may carry v2, an <c>aud</c> of exactly the GitLab URL makes it one;
    /// there that URL cannot be an expected audience of an id_token.
    /// </summary>
    public TokenKind Kind { get; }

    /// <summary>The facts as far as the claims give them; their form may still be refused.</summary>
    public JobFacts Facts { get; }

    internal static TokenKind KindOf(Issuer issuer, AcceptedIssuer accepted, ClaimSet claims) =>
        !claims.Has("aud") ? TokenKind.V1
        : accepted.Kinds.HasFlag(TokenKind.V2) && issuer.GitLabUrl is { } url && claims.Text("aud") == url ? TokenKind.V2
        : TokenKind.IdToken;
}
