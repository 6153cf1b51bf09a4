namespace Bridge.Simulator.Keys;

/// <summary>The keys of one instance: GitLab signs sign-in tokens and CI tokens with two keys, and publishes both.</summary>
internal sealed class KeyRing(Func<SimulatorKey> newKey)
{
    private readonly Lazy<SimulatorKey> _unpublished = new(newKey);
    private volatile SimulatorKey _ci = newKey();

    public SimulatorKey SignIn { get; } = newKey();

    public SimulatorKey Ci => _ci;

    /// <summary>A key that never appears in the JWKS.</summary>
    public SimulatorKey Unpublished => _unpublished.Value;

    public SimulatorKey RotateCi() => _ci = newKey();
}
