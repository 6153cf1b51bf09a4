using Microsoft.AspNetCore.Builder;

namespace Bridge.Testing.Hosting;

/// <summary>What a test wants its server to be like; everything has a default.</summary>
public sealed record BridgeServerOptions
{
    /// <summary>The issuer URL. It need not be where the server listens.</summary>
    public string Issuer { get; init; } = "https://bridge.test";

    /// <summary>The configuration to apply at start, or null for none.</summary>
    public string? Yaml { get; init; }

    /// <summary>The clock; the system's unless a test moves its own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An empty PostgreSQL database to use instead of a SQLite file.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>Settings over the fixture's, without <c>Bridge:</c>, such as <c>Limits:AddressPerMinute</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Maps further routes before it starts, for what a test needs and the server does not have.</summary>
    public Action<WebApplication>? Map { get; init; }

    /// <summary>
    /// Whether the server makes signing keys of its own. Otherwise all servers of a test run share one pair, for making one
    /// takes longer than most tests.
    /// </summary>
    public bool OwnSigningKeys { get; init; }
}
