using Bridge.Simulator.Control;
using Bridge.Simulator.Discovery;
using Bridge.Simulator.Keys;
using Bridge.Simulator.Tokens;

namespace Bridge.Simulator;

/// <summary>One simulated GitLab instance, for use in its own process: what the endpoints under <c>/simulator</c> do, as typed members.</summary>
public sealed class SimulatedGitLab
{
    private readonly SimulatorOptions _options;
    private readonly BoundAddress _bound;
    private readonly KeyRing _keys;
    private readonly TokenMint _mint;
    private readonly RequestCounter _counter = new();
    private volatile Outage _outage = Outage.None;

    internal SimulatedGitLab(SimulatorOptions options, BoundAddress bound, TimeProvider time)
    {
        _options = options;
        _bound = bound;
        _keys = new KeyRing(options.NewKey);
        _mint = new TokenMint(this, _keys, time);
    }

    /// <summary>The URL of the instance, which is also the issuer that discovery names.</summary>
    public string Url => _options.ExternalUrl?.TrimEnd('/') ?? _bound.Url;

    /// <summary>The <c>iss</c> of CI tokens.</summary>
    public string Issuer => _options.CiIdTokensIssuerUrl ?? Url;

    public SimulatorKey SignInKey => _keys.SignIn;

    public SimulatorKey CiKey => _keys.Ci;

    public RequestCounts Requests => _counter.Counts;

    public Outage Outage
    {
        get => _outage;
        set => _outage = value.Checked();
    }

    /// <summary>A signed token.</summary>
    /// <exception cref="Requests.InvalidRequestException">The request contradicts itself, or GitLab would refuse to issue the token.</exception>
    public string Mint(TokenRequest? request = null) => _mint.Mint(request ?? new TokenRequest());

    /// <summary>The JSON text that <see cref="Mint"/> would sign: material for a request with a raw payload.</summary>
    public string Payload(TokenRequest? request = null) => _mint.Payload(request ?? new TokenRequest());

    /// <summary>Replaces the CI key at once and without overlap, as GitLab does.</summary>
    public SimulatorKey RotateCiKey() => _keys.RotateCi();

    internal void Count(PublishedDocument document) => _counter.Count(document);

    internal KeyRing Keys => _keys;
}
