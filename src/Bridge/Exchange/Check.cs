using Bridge.Refusals;

namespace Bridge.Exchange;

/// <summary>The checks of an exchange, in the order in which they are made. The address limiter stands before all of them, in the host.</summary>
public enum Check
{
    Form,
    Client,
    Signature,
    IssuerLimiter,
    Claims,
    MandatoryConditions,
    RelyingParty,
    Project,
    Rules,
    Scopes,
    Subject,
    GroupMoved,
    Mapping,
    Lifetime,
    Record,
}

/// <summary>What one check found: passed, with what it found, or refused. A note is what it decided nothing by.</summary>
public sealed record CheckOutcome(Check Check, string? Found, Refused? Refused, string? Note = null);
