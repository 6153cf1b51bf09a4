using System.Diagnostics.Metrics;
using Bridge.Exchange;

namespace Bridge.Server.Protocol;

/// <summary>Counts what became of token requests, also of those that leave no record.</summary>
internal sealed class ExchangeMeter
{
    public const string MeterName = "Bridge";

    private readonly Counter<long> exchanges;
    private readonly Counter<long> limited;

    public ExchangeMeter(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        exchanges = meter.CreateCounter<long>("bridge.exchanges", "{exchange}", "Exchanges, by outcome and by the reason that was told");
        limited = meter.CreateCounter<long>("bridge.requests.limited", "{request}", "Token requests answered 429, by what limited them");
    }

    public void LimitedByAddress() => limited.Add(1, new KeyValuePair<string, object?>("limiter", "address"));

    public void Answered(ExchangeAnswer answer)
    {
        switch (answer)
        {
            case ExchangeAnswer.Issued:
                exchanges.Add(1, new KeyValuePair<string, object?>("outcome", "granted"));
                break;
            case ExchangeAnswer.NotIssued refused:
                exchanges.Add(1, new KeyValuePair<string, object?>("outcome", "refused"), new KeyValuePair<string, object?>("reason", refused.Answer.Reason));
                break;
            case ExchangeAnswer.Unavailable unavailable:
                exchanges.Add(1, new KeyValuePair<string, object?>("outcome", "unavailable"), new KeyValuePair<string, object?>("reason", unavailable.Reason));
                break;
            case ExchangeAnswer.Limited:
                limited.Add(1, new KeyValuePair<string, object?>("limiter", "issuer"));
                break;
        }
    }
}
