using System.Collections.Immutable;
using System.Net;
using Bridge.Configuration;
using Bridge.Exchange;
using Bridge.Policies;
using Bridge.Server.Hosting;
using Bridge.Server.Telemetry;
using Bridge.Storage;

namespace Bridge.Server.Settings;

/// <summary>
/// Reads the settings: the section <c>Bridge</c> of <c>appsettings.json</c> beside the program, and over it environment
/// variables such as <c>Bridge__Issuer</c>. Relative paths are of the working directory.
/// </summary>
public static class SettingsFile
{
    private const string Section = "Bridge";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>What the program's file and the environment say.</summary>
    /// <exception cref="CannotRunException">The file is not JSON, or has a name twice.</exception>
    public static IConfiguration Load(string? folder = null)
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(folder ?? AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw new CannotRunException($"{e.Message} {e.GetBaseException().Message}");
        }
    }

    /// <summary>The settings, or null and all mistakes.</summary>
    public static BridgeSettings? Read(IConfiguration configuration, out IReadOnlyList<Mistake> mistakes)
    {
        var reader = new SettingsReader(configuration.GetSection(Section));
        var warnings = ImmutableArray.CreateBuilder<string>();
        var issuer = Issuer(reader, warnings);
        var exchange = new ExchangeSettings
        {
            Issuer = issuer?.Text ?? "",
            Leeway = reader.Duration("Exchange:Leeway", TimeSpan.FromSeconds(30), TimeSpan.Zero, ExchangeSettings.LongestLeeway),
            LifetimeCeiling = reader.Duration("Exchange:LifetimeCeiling", TimeSpan.FromHours(1), RelyingParty.ShortestLifetime, ExchangeSettings.HardCeiling),
        };
        var (publicListener, adminListener) = ListenerReader.Read(reader, warnings);
        var keys = Keys(reader, exchange);
        var settings = new BridgeSettings
        {
            Issuer = issuer!,
            Public = publicListener!,
            Admin = adminListener!,
            Proxies = [.. reader.Texts("Proxies").Select((text, index) => Proxy(reader, text, index))],
            Pages = PageReader.Read(reader),
            Storage = Storage(reader),
            Keys = keys,
            Exchange = exchange,
            Limits = new LimitSettings(reader.Whole("Limits:AddressPerMinute", 600, 1_000_000), reader.Whole("Limits:FailuresPerMinute", 20, 1_000_000)),
            Telemetry = Telemetry(reader),
            Warnings = warnings.ToImmutable(),
        };
        reader.Done();
        mistakes = reader.Mistakes;
        return mistakes.Count == 0 ? settings : null;
    }

    private static TelemetrySettings Telemetry(SettingsReader reader)
    {
        var (endpoint, protocol) = (reader.Text("Telemetry:Endpoint"), reader.Text("Telemetry:Protocol") ?? "grpc");
        if (protocol is not ("grpc" or "http"))
            reader.Mistake("Telemetry:Protocol", "must be grpc or http");
        if (endpoint is null)
            return new TelemetrySettings(null, false);
        if (Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return new TelemetrySettings(url, protocol == "http");
        reader.Mistake("Telemetry:Endpoint", "must be the address of an OTLP receiver, such as http://localhost:4317");
        return new TelemetrySettings(null, false);
    }

    private static IssuerUrl? Issuer(SettingsReader reader, ImmutableArray<string>.Builder warnings)
    {
        string? mistake = "is missing: the public URL of this Bridge, such as https://bridge.example.com";
        var issuer = reader.Text("Issuer") is { } text ? IssuerUrl.Read(text, out mistake) : null;
        if (mistake is not null)
            reader.Mistake("Issuer", mistake);
        if (issuer is { HasPort: true })
            warnings.Add($"{Section}:Issuer has a port, and AWS takes no identity provider with one.");
        return issuer;
    }

    private static KeySettings Keys(SettingsReader reader, ExchangeSettings exchange)
    {
        var before = reader.Mistakes.Count;
        var keys = new KeySettings
        {
            EncryptionKeyFile = Path.GetFullPath(reader.Text("Keys:EncryptionKeyFile") ?? "bridge.kek"),
            Announce = reader.Duration("Keys:Announce", TimeSpan.FromDays(1), Second, Year),
            Retire = reader.Duration("Keys:Retire", TimeSpan.FromDays(1), Second, Year),
            Refresh = reader.Duration("Keys:Refresh", TimeSpan.FromSeconds(30), Second, TimeSpan.FromHours(1)),
            JwksMaxAge = reader.Duration("Keys:JwksMaxAge", TimeSpan.FromHours(1), Second, TimeSpan.FromDays(7)),
        };
        if (reader.Mistakes.Count > before)
            return keys;
        // A relying party that fetched the key set just before a node saw the new key must have it before a token comes.
        if (keys.Announce < keys.JwksMaxAge + keys.Refresh)
            reader.Mistake("Keys:Announce", $"must be at least Keys:JwksMaxAge and Keys:Refresh together: {SettingsReader.Words(keys.JwksMaxAge + keys.Refresh)}");
        var last = exchange.LifetimeCeiling + exchange.Leeway + keys.JwksMaxAge;
        if (keys.Retire < last)
            reader.Mistake("Keys:Retire", $"must be at least Exchange:LifetimeCeiling, Exchange:Leeway and Keys:JwksMaxAge together: {SettingsReader.Words(last)}");
        return keys;
    }

    private static StorageOptions Storage(SettingsReader reader)
    {
        var (provider, path, connection) = (reader.Text("Storage:Provider"), reader.Text("Storage:Path"), reader.Text("Storage:ConnectionString"));
        var postgres = "PostgreSql".Equals(provider, StringComparison.OrdinalIgnoreCase);
        if (!postgres && !"Sqlite".Equals(provider ?? "Sqlite", StringComparison.OrdinalIgnoreCase))
            reader.Mistake("Storage:Provider", "must be Sqlite or PostgreSql");
        else if (postgres && connection is null)
            reader.Mistake("Storage:ConnectionString", "is missing: PostgreSql needs one, such as Host=…;Username=…;Database=…");
        else if (postgres && !StorageOptions.IsConnectionString(connection!))
            reader.Mistake("Storage:ConnectionString", "is no connection string, such as Host=…;Username=…;Database=…; an address that begins with postgres:// is none");
        else if (!postgres && connection is not null)
            reader.Mistake("Storage:ConnectionString", "is only for PostgreSql; Sqlite has a Storage:Path");
        var file = Path.GetFullPath(path ?? "bridge.db");
        if (!postgres && !Directory.Exists(Path.GetDirectoryName(file)))
            reader.Mistake("Storage:Path", $"must be in a folder that is there: {Path.GetDirectoryName(file)} is not");
        var usual = new StorageOptions();
        return usual with
        {
            Provider = postgres ? StorageProvider.PostgreSql : StorageProvider.Sqlite,
            Path = postgres ? null : file,
            ConnectionString = connection,
            FreeSpaceFloor = reader.Size("Storage:FreeSpaceFloor", usual.FreeSpaceFloor),
            RecordRetention = reader.Duration("Records:Keep", usual.RecordRetention, TimeSpan.FromDays(1), 30 * Year),
            PersonalDataRetention = reader.Duration("Records:KeepPersonalData", usual.PersonalDataRetention, TimeSpan.Zero, 30 * Year),
        };
    }

    private static IPNetwork Proxy(SettingsReader reader, string text, int index)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        reader.Mistake($"Proxies:{index}", "must be an address or a network, such as 10.0.0.7 or 10.0.0.0/8");
        return default;
    }
}
