namespace Bridge.Server.Telemetry;

/// <summary>Where metrics and traces are sent.</summary>
/// <param name="Endpoint">The OTLP receiver's address; null sends nothing.</param>
/// <param name="Http">Whether it takes OTLP over HTTP; otherwise over gRPC.</param>
public sealed record TelemetrySettings(Uri? Endpoint, bool Http);
