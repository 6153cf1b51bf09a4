namespace Bridge.Simulator.Tokens;

/// <summary>Which of the instance's keys signs a token.</summary>
public enum SigningKeyChoice
{
    Ci,
    SignIn,

    /// <summary>A key that is never in the JWKS.</summary>
    Unpublished,
}
