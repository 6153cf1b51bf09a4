using Bridge.Server.Hosting;

namespace Bridge.Server.Telemetry;

/// <summary>What a node tells of itself.</summary>
internal static class TelemetryParts
{
    public static void AddTelemetry(this IServiceCollection services, Engine engine)
    {
        services.AddSingleton(engine.Settings.Telemetry);
        services.AddSingleton<KeyMeter>();
        services.AddSingleton<ChangeLogWatch>();
        services.AddHostedService<TelemetryExport>();
    }
}
