namespace Bridge.Simulator.Tokens;

/// <summary>The kinds of token that one GitLab instance signs.</summary>
public enum TokenVariant
{
    /// <summary>What <c>id_tokens:</c> gives a job; the current kind.</summary>
    IdToken,

    /// <summary><c>CI_JOB_JWT</c>, removed in GitLab 17.0: a bare host as issuer, no audience.</summary>
    V1,

    /// <summary><c>CI_JOB_JWT_V2</c>, removed in GitLab 17.0: GitLab's own URL as audience, a fixed subject.</summary>
    V2,

    /// <summary>The ID token a user's sign-in gives: the same issuer and JWKS, but no job.</summary>
    SignIn,
}
