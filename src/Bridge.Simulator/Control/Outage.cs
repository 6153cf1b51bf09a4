using Bridge.Simulator.Discovery;
using Bridge.Simulator.Requests;

namespace Bridge.Simulator.Control;

/// <summary>An outage that is switched on, or <see cref="None"/>.</summary>
/// <param name="Mode">What goes wrong.</param>
/// <param name="Url">Where <see cref="OutageMode.Redirect"/> and <see cref="OutageMode.ForeignJwks"/> lead.</param>
/// <param name="At">The one document it concerns; if not set, the JWKS for huge and empty, and both for the rest.</param>
public sealed record Outage(OutageMode Mode, string? Url = null, PublishedDocument? At = null)
{
    public static Outage None { get; } = new(OutageMode.None);

    internal bool Affects(PublishedDocument document) =>
        Mode is not OutageMode.None && (Target is null || Target == document);

    private PublishedDocument? Target => Mode switch
    {
        OutageMode.ForeignJwks => PublishedDocument.Discovery,
        OutageMode.Huge or OutageMode.Empty => At ?? PublishedDocument.Jwks,
        _ => At,
    };

    internal Outage Checked()
    {
        var leadsElsewhere = Mode is OutageMode.Redirect or OutageMode.ForeignJwks;
        if (leadsElsewhere != Url is not null)
            throw new InvalidRequestException("'url' goes with the modes redirect and foreign_jwks, and these need it");
        if (Mode is OutageMode.ForeignJwks && At is PublishedDocument.Jwks)
            throw new InvalidRequestException("the mode foreign_jwks concerns discovery alone");
        return this;
    }
}
