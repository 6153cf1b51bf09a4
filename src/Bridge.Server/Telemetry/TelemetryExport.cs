using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bridge.Server.Telemetry;

/// <summary>Sends the framework's meters and traces, and Bridge's own, by OTLP; nothing where no endpoint is set.</summary>
internal sealed class TelemetryExport(TelemetrySettings settings, KeyMeter keys) : IHostedService, IDisposable
{
    private static readonly string[] Meters = ["Bridge", "Bridge.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    private MeterProvider? metrics;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Named so that the gauges are there from the start.
        _ = keys;
        if (settings.Endpoint is not { } endpoint)
            return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("bridge", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString());
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(options => Set(options, endpoint, "v1/metrics")).Build();
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(options => Set(options, endpoint, "v1/traces")).Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        metrics?.Dispose();
        traces?.Dispose();
        (metrics, traces) = (null, null);
    }

    private void Set(OtlpExporterOptions options, Uri endpoint, string path)
    {
        options.Protocol = settings.Http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        options.Endpoint = settings.Http ? new Uri($"{endpoint.ToString().TrimEnd('/')}/{path}") : endpoint;
    }
}
