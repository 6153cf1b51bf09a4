using System.Collections.Immutable;
using System.Net;
using Bridge.Exchange;
using Bridge.Storage;

namespace Bridge.IdentityServer.Host;

/// <summary>
/// The settings of this host: the section <c>Bridge</c>, by the names that Bridge's own server gives them, so that both can
/// read one file. Listeners and their certificates are Kestrel's own settings.
/// </summary>
public sealed record HostSettings
{
    public required ExchangeSettings Exchange { get; init; }

    public required StorageOptions Storage { get; init; }

    /// <summary>Where IdentityServer keeps its signing keys. Every node needs the same folder.</summary>
    public required string KeyFolder { get; init; }

    /// <summary>Duende's license key; without one IdentityServer runs for development and tests.</summary>
    public string? LicenseKey { get; init; }

    /// <summary>The reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public ImmutableArray<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Token requests of one client address in a minute; 0 lifts the limit.</summary>
    public int AddressPerMinute { get; init; } = 600;

    public static HostSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Bridge");
        return new HostSettings
        {
            Exchange = new ExchangeSettings { Issuer = ReadIssuer(section["Issuer"]) },
            Storage = ReadStorage(section.GetSection("Storage")),
            KeyFolder = Path.GetFullPath(section["IdentityServer:KeyFolder"] ?? "identityserver-keys"),
            LicenseKey = section["IdentityServer:LicenseKey"],
            Proxies = [.. section.GetSection("Proxies").GetChildren().Select(proxy => ReadProxy(proxy.Value ?? ""))],
            AddressPerMinute = section.GetValue("Limits:AddressPerMinute", 600),
        };
    }

    private static string ReadIssuer(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback))
            && uri.AbsoluteUri.TrimEnd('/') == text && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? text
            : throw new CannotStartException("Bridge:Issuer must be the public https URL of this server, without a slash at its end (http only on loopback).");

    private static StorageOptions ReadStorage(IConfigurationSection section) => section.GetValue("Provider", StorageProvider.Sqlite) == StorageProvider.PostgreSql
        ? new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = section["ConnectionString"] }
        : new StorageOptions { Path = Path.GetFullPath(section["Path"] ?? "bridge.db") };

    private static IPNetwork ReadProxy(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(text);
}
