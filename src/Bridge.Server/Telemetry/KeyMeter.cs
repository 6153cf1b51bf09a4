using System.Diagnostics.Metrics;
using Bridge.Server.Hosting;
using Bridge.Server.Protocol;

namespace Bridge.Server.Telemetry;

/// <summary>How old the keys are: those that sign, and those of the issuers.</summary>
internal sealed class KeyMeter
{
    public KeyMeter(Engine engine, IMeterFactory meters)
    {
        var meter = meters.Create(ExchangeMeter.MeterName);
        meter.CreateObservableGauge("bridge.signing_key.age", () => SigningKeys(engine), "s", "How long the active signing key of each algorithm has been active");
        meter.CreateObservableGauge("bridge.issuer_keys.age", () => IssuerKeys(engine), "s", "How long ago the key set of each issuer that serves was fetched");
        meter.CreateObservableGauge("bridge.revision", () => Current(engine)?.Revision ?? 0, "{revision}", "The revision in force on this node");
    }

    private static IEnumerable<Measurement<double>> SigningKeys(Engine engine)
    {
        var now = engine.Time.GetUtcNow();
        return Current(engine)?.Keys.Published(now)
            .Where(key => key.Stored.State(now) == Bridge.Keys.KeyState.Active)
            .Select(key => new Measurement<double>((now - key.Stored.ActiveAt).TotalSeconds, new KeyValuePair<string, object?>("algorithm", key.Stored.Algorithm))) ?? [];
    }

    private static IEnumerable<Measurement<double>> IssuerKeys(Engine engine)
    {
        var now = engine.Time.GetUtcNow();
        return engine.IssuerKeys.Health()
            .Where(health => health.FetchedAt is not null)
            .Select(health => new Measurement<double>((now - health.FetchedAt!.Value).TotalSeconds, new KeyValuePair<string, object?>("issuer", health.Issuer)));
    }

    // Read before anything is served; a measurement never waits for the database.
    private static Bridge.Configuration.ConfigurationInForce? Current(Engine engine)
    {
        var current = engine.Configurations.CurrentAsync(CancellationToken.None).AsTask();
        return current.IsCompletedSuccessfully ? current.Result : null;
    }
}
