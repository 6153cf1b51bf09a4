namespace Bridge.Simulator.Control;

/// <summary>How often each document was fetched since the start, outages included.</summary>
public sealed record RequestCounts(int Discovery, int Jwks);
