using Bridge.Keys;
using Bridge.Server.Settings;
using Bridge.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Testing.Hosting;

/// <summary>
/// A folder with what a server needs before it starts: a key-encryption key and an initialized database. Both are made once
/// and copied for every other server.
/// </summary>
internal sealed class ServerFolder : IDisposable
{
    private const string DatabaseName = "bridge.db";
    private const string KeyName = "bridge.kek";

    // Before every clock that a test can have, so that the keys are active on all of them.
    private static readonly DateTimeOffset MadeAt = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<(byte[] Database, byte[] Key)>> Template = new(MakeAsync);

    private ServerFolder() => Path = Directory.CreateTempSubdirectory("bridge-").FullName;

    public string Path { get; }

    /// <summary>A folder for these options.</summary>
    public static async Task<ServerFolder> CreateAsync(BridgeServerOptions options)
    {
        var folder = new ServerFolder();
        if (options.OwnSigningKeys || options.PostgreSql is not null)
        {
            await InitializeAsync(folder.Read(options));
            return folder;
        }

        var (database, key) = await Template.Value;
        await File.WriteAllBytesAsync(folder.In(DatabaseName), database);
        await File.WriteAllBytesAsync(folder.In(KeyName), key);
        return folder;
    }

    public BridgeSettings Read(BridgeServerOptions options) => SettingsFile.Read(new ConfigurationBuilder().AddInMemoryCollection(Settings(options)).Build(), out var mistakes)
        ?? throw new ArgumentException(string.Join(Environment.NewLine, mistakes), nameof(options));

    /// <summary>The settings as they would be written down.</summary>
    public Dictionary<string, string?> Settings(BridgeServerOptions options)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Issuer"] = options.Issuer,
            ["Listeners:Public:Url"] = "http://127.0.0.1:0",
            ["Listeners:Admin:Url"] = "http://127.0.0.1:0",
            ["Keys:EncryptionKeyFile"] = In(KeyName),
            ["Storage:FreeSpaceFloor"] = "1MiB",
            [options.PostgreSql is null ? "Storage:Path" : "Storage:ConnectionString"] = options.PostgreSql ?? In(DatabaseName),
            ["Storage:Provider"] = options.PostgreSql is null ? "Sqlite" : "PostgreSql",
            ["Limits:AddressPerMinute"] = "0",
        };
        foreach (var (key, value) in options.Settings)
            settings[key] = value;
        return settings.ToDictionary(pair => $"Bridge:{pair.Key}", pair => pair.Value, StringComparer.OrdinalIgnoreCase);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static async Task<(byte[] Database, byte[] Key)> MakeAsync()
    {
        using var folder = new ServerFolder();
        await InitializeAsync(folder.Read(new BridgeServerOptions()));
        return (await File.ReadAllBytesAsync(folder.In(DatabaseName)), await File.ReadAllBytesAsync(folder.In(KeyName)));
    }

    private static async Task InitializeAsync(BridgeSettings settings)
    {
        var time = new ManualClock(MadeAt);
        KeyEncryptionFile.Create(settings.Keys.EncryptionKeyFile);
        await using var database = BridgeDatabase.Open(settings.Storage, time, NullLoggerFactory.Instance);
        await database.MigrateAsync(CancellationToken.None);
        var keys = new KeyManagement(database.Keys, KeyEncryptionFile.Read(settings.Keys.EncryptionKeyFile), new KeyPeriods(settings.Keys.Announce, settings.Keys.Retire), time);
        await keys.InitializeAsync("test", CancellationToken.None);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
