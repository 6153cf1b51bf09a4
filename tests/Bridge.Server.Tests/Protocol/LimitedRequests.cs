using System.Diagnostics.Metrics;
using Bridge.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Tests.Protocol;

/// <summary>Counts, as a telemetry exporter would, the token requests of one server that one of its limiters stopped.</summary>
internal sealed class LimitedRequests : IDisposable
{
    private readonly MeterListener listener = new();
    private long count;

    public LimitedRequests(BridgeServer bridge, string limiter)
    {
        var own = bridge.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Name == "bridge.requests.limited" && ReferenceEquals(instrument.Meter.Scope, own))
                meters.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, requests, tags, _) => Interlocked.Add(ref count, tags.Contains(new("limiter", limiter)) ? requests : 0));
        listener.Start();
    }

    public long Count => Interlocked.Read(ref count);

    public void Dispose() => listener.Dispose();
}
