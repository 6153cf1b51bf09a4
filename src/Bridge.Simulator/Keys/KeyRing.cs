namespace Bridge.Simulator.Keys;

/// <summary>The keys of one instance: GitLab signs sign-in tokens and CI tokens with two keys, and publishes both.</summary>
internal sealed class KeyRing(Func<SimulatorKey> newKey)
{
    private readonly Lazy<SimulatorKey> unpublished = new(newKey);
    private volatile SimulatorKey ci = newKey();

    public SimulatorKey SignIn { get; } = newKey();

    public SimulatorKey Ci => ci;

    /// <summary>A key that never appears in the JWKS.</summary>
    public SimulatorKey Unpublished => unpublished.Value;

    public SimulatorKey RotateCi() => ci = newKey();
}
