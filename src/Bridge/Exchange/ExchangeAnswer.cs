using Bridge.Records;
using Bridge.Refusals;
using Bridge.Tokens;

namespace Bridge.Exchange;

/// <summary>What a caller is told, for a host to write on the wire.</summary>
public abstract record ExchangeAnswer
{
    private ExchangeAnswer()
    {
    }

    /// <summary>200 (RFC 8693 §2.2.1). <paramref name="TellScope"/>: the scopes differ from those that were asked for.</summary>
    public sealed record Issued(Guid ExchangeId, IssuedToken Token, bool TellScope) : ExchangeAnswer;

    /// <summary>No answer for the wire: the record is on disk, and the host that asked mints by itself.</summary>
    public sealed record Admitted(Admission Admission, bool TellScope) : ExchangeAnswer;

    /// <summary>A refusal (RFC 6749 §5.2).</summary>
    public sealed record NotIssued(Guid ExchangeId, RefusalAnswer Answer, bool Recorded) : ExchangeAnswer
    {
        /// <summary>Whether a WWW-Authenticate header is due: with every 401 (RFC 9110 §15.5.2), and with nothing else.</summary>
        public bool Challenge => Answer.Status == 401;
    }

    /// <summary>429: too many exchanges of this issuer. Not recorded; it has no exchange id.</summary>
    public sealed record Limited(string Issuer, TimeSpan RetryAfter) : ExchangeAnswer;

    /// <summary>503, without a token and without a record. <paramref name="Reason"/> is a stable code.</summary>
    public sealed record Unavailable(Guid ExchangeId, string Reason, string Description, TimeSpan RetryAfter) : ExchangeAnswer;
}
