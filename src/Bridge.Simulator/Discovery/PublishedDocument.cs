namespace Bridge.Simulator.Discovery;

/// <summary>The two documents a verifier fetches.</summary>
public enum PublishedDocument
{
    Discovery,
    Jwks,
}
