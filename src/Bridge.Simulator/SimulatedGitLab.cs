using Bridge.Simulator.Control;
using Bridge.Simulator.Discovery;
using Bridge.Simulator.Keys;
using Bridge.Simulator.SignIn;
using Bridge.Simulator.Tokens;

namespace Bridge.Simulator;

/// <summary>One simulated GitLab instance, for use in its own process: what the endpoints under <c>/simulator</c> do, as typed members.</summary>
public sealed class SimulatedGitLab
{
    private readonly SimulatorOptions options;
    private readonly BoundAddress bound;
    private readonly KeyRing keys;
    private readonly TokenMint mint;
    private readonly RequestCounter counter = new();
    private volatile Outage outage = Outage.None;

    internal SimulatedGitLab(SimulatorOptions options, BoundAddress bound, TimeProvider time)
    {
        this.options = options;
        this.bound = bound;
        Time = time;
        keys = new KeyRing(options.NewKey);
        mint = new TokenMint(this, keys, time);
    }

    /// <summary>The URL of the instance, which is also the issuer that discovery names.</summary>
    public string Url => options.ExternalUrl?.TrimEnd('/') ?? bound.Url;

    /// <summary>The <c>iss</c> of CI tokens.</summary>
    public string Issuer => options.CiIdTokensIssuerUrl ?? Url;

    public SimulatorKey SignInKey => keys.SignIn;

    public SimulatorKey CiKey => keys.Ci;

    /// <summary>Its users, with what they may do where.</summary>
    public SimulatedPeople People { get; } = new();

    public RequestCounts Requests => counter.Counts;

    public Outage Outage
    {
        get => outage;
        set => outage = value.Checked();
    }

    /// <summary>A signed token.</summary>
    /// <exception cref="Requests.InvalidRequestException">The request contradicts itself, or GitLab would refuse to issue the token.</exception>
    public string Mint(TokenRequest? request = null) => mint.Mint(request ?? new TokenRequest());

    /// <summary>The JSON text that <see cref="Mint"/> would sign: material for a request with a raw payload.</summary>
    public string Payload(TokenRequest? request = null) => mint.Payload(request ?? new TokenRequest());

    /// <summary>Replaces the CI key at once and without overlap, as GitLab does.</summary>
    public SimulatorKey RotateCiKey() => keys.RotateCi();

    internal void Count(PublishedDocument document) => counter.Count(document);

    internal TimeProvider Time { get; }

    internal KeyRing Keys => keys;
}
