namespace Bridge.GitLab;

/// <summary>An issuer that is trusted, with the one of its accepted <c>iss</c> that a token carries.</summary>
internal sealed record TrustedIssuer(Issuer Issuer, AcceptedIssuer Accepted);
