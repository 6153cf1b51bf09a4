using System.Collections.Immutable;
using System.Net;
using Bridge.Exchange;
using Bridge.Server.Telemetry;
using Bridge.Storage;

namespace Bridge.Server.Settings;

/// <summary>What is read at start from <c>appsettings.json</c> and the environment, whole and without a mistake.</summary>
public sealed record BridgeSettings
{
    /// <summary>Bridge's issuer URL, byte for byte as relying parties must see it.</summary>
    public required IssuerUrl Issuer { get; init; }

    /// <summary>Where discovery, keys and tokens are served.</summary>
    public required ListenerSettings Public { get; init; }

    /// <summary>Where administrators are served.</summary>
    public required ListenerSettings Admin { get; init; }

    /// <summary>The reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public required ImmutableArray<IPNetwork> Proxies { get; init; }

    /// <summary>The admin pages.</summary>
    public required PageSettings Pages { get; init; }

    public required StorageOptions Storage { get; init; }

    public required KeySettings Keys { get; init; }

    public required ExchangeSettings Exchange { get; init; }

    public required LimitSettings Limits { get; init; }

    public required TelemetrySettings Telemetry { get; init; }

    /// <summary>What is allowed and should be known.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}
