namespace Bridge.Simulator.Control;

/// <summary>The ways in which fetching discovery or the JWKS can go wrong.</summary>
public enum OutageMode
{
    None,

    /// <summary>Answers 503.</summary>
    Refuse,

    /// <summary>Never answers.</summary>
    Hang,

    /// <summary>Answers 302 to another address.</summary>
    Redirect,

    /// <summary>Discovery names a JWKS at another address.</summary>
    ForeignJwks,

    /// <summary>Valid JSON of more than 100 MB, streamed.</summary>
    Huge,

    /// <summary>Answers 200 with a page that is not JSON.</summary>
    Garbage,

    /// <summary>A JWKS without keys, or an empty object as discovery.</summary>
    Empty,
}
