using Bridge.Configuration;
using Bridge.Configuration.Compiling;
using Bridge.DryRuns;
using Bridge.Exchange;
using Bridge.GitLab;
using Bridge.GitLab.KeySets;
using Bridge.Keys;
using Bridge.Records;
using Bridge.Server.Settings;
using Bridge.Server.Telemetry;
using Bridge.Storage;
using Bridge.Tokens;

namespace Bridge.Server.Hosting;

/// <summary>
/// All of a running Bridge but its listeners: the database, the configuration in force, the keys and the exchange. It is open
/// only where the database fits this program, keeps what it commits, and holds a configuration without a mistake.
/// </summary>
public sealed class Engine : IAsyncDisposable
{
    private readonly IssuerLimiter limiter = new();
    private readonly KeyRingLoader loader;
    private readonly ObservedJournal journal;

    private Engine(BridgeSettings settings, BridgeDatabase database, KeyEncryption encryption, TimeProvider time, ILoggerFactory loggers)
    {
        loader = new KeyRingLoader(encryption, ReadEncryptionKey);
        (Settings, Database, Time) = (settings, database, time);
        Compiler = new ConfigurationCompiler(settings.Issuer.Text, settings.Exchange.LifetimeCeiling);
        Configurations = new ConfigurationCache(database.Configuration, Compile, time);
        IssuerKeys = new IssuerKeys(time);
        var minter = new TokenMinter(settings.Issuer.Text);
        journal = new ObservedJournal(database.Journal, loggers.CreateLogger<ObservedJournal>());
        Exchange = new TokenExchange(
            Configurations, database.Configuration, new TokenVerifier(IssuerKeys), limiter, new Recorder(journal), minter, settings.Exchange, time);
        DryRun = new DryRun(Configurations, database.Configuration, Exchange, minter, settings.Exchange);
    }

    public BridgeSettings Settings { get; }

    public TimeProvider Time { get; }

    public BridgeDatabase Database { get; }

    public ConfigurationCompiler Compiler { get; }

    public ConfigurationCache Configurations { get; }

    public IssuerKeys IssuerKeys { get; }

    /// <summary>What makes and changes signing keys, with the key-encryption key as it is in its file now.</summary>
    /// <exception cref="KeyEncryptionException">The file is missing or unusable.</exception>
    public KeyManagement SigningKeys => new(Database.Keys, ReadEncryptionKey(), Settings.Keys.Periods, Time);

    public TokenExchange Exchange { get; }

    /// <summary>Decides without doing, under what is in force or a draft.</summary>
    public DryRun DryRun { get; }

    /// <summary>Opens everything, or says all that is in the way. It changes nothing: no schema is migrated, no key made.</summary>
    /// <exception cref="CannotRunException">Something is in the way.</exception>
    public static async Task<Engine> OpenAsync(BridgeSettings settings, TimeProvider time, ILoggerFactory loggers, CancellationToken ct)
    {
        var reasons = new List<string>();
        var encryption = EncryptionKey.Read(settings.Keys.EncryptionKeyFile, reasons);
        var database = BridgeDatabase.Open(settings.Storage, time, loggers);
        try
        {
            await FitAsync(database, reasons, ct);
            if (reasons.Count > 0)
                throw new CannotRunException(reasons);
            var engine = new Engine(settings, database, encryption!, time, loggers);
            await engine.CheckConfigurationAsync(ct);
            await engine.Configurations.RefreshAsync(ct);
            return engine;
        }
        catch (Exception e)
        {
            await database.DisposeAsync();
            if (e is StoreUnavailableException)
                throw new CannotRunException([.. reasons, $"The database cannot be used: {e.Message}"]);
            throw;
        }
    }

    /// <summary>Writes what is queued and closes; called once no request is in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        IssuerKeys.Dispose();
        await Database.DisposeAsync();
        journal.Dispose();
        Configurations.Dispose();
        limiter.Dispose();
    }

    private static async Task FitAsync(BridgeDatabase database, List<string> reasons, CancellationToken ct)
    {
        if (await Schema.MistakeAsync(database, ct) is { } mistake)
            reasons.Add(mistake);
        else if (await database.CheckDurabilityAsync(ct) is { Met: false } durability)
            reasons.Add($"The database does not keep what it commits. {durability}");
    }

    private async Task CheckConfigurationAsync(CancellationToken ct)
    {
        var source = await Database.Configuration.ReadAsync(ct);
        if (Load(source, out var compilation) is { } reason)
            throw new CannotRunException(reason);
        if (compilation!.Configuration is not { } configuration)
            throw new CannotRunException(compilation.Mistakes);
        var missing = SigningAlgorithm.All.Where(algorithm => configuration.Keys.Active(algorithm.Name, Time.GetUtcNow()) is null).Select(algorithm => algorithm.Name).ToList();
        if (missing.Count > 0)
            throw new CannotRunException($"There is no signing key for {string.Join(" and ", missing)} yet: run `bridge init`.");
    }

    private ConfigurationInForce Compile(ConfigurationSource source) => Load(source, out var compilation) is { } reason
        ? throw new StoreUnavailableException(reason)
        : compilation!.Configuration ?? throw new StoreUnavailableException($"The stored configuration has mistakes: {string.Join("; ", compilation.Mistakes)}");

    /// <summary>The key-encryption key as it is in its file now.</summary>
    /// <exception cref="KeyEncryptionException">The file is missing or unusable.</exception>
    public KeyEncryption ReadEncryptionKey()
    {
        var reasons = new List<string>();
        return EncryptionKey.Read(Settings.Keys.EncryptionKeyFile, reasons) ?? throw new KeyEncryptionException(string.Join(' ', reasons));
    }

    private string? Load(ConfigurationSource source, out Compilation? compilation)
    {
        compilation = null;
        try
        {
            compilation = Compiler.Load(source, loader.Load(source.Keys, Time.GetUtcNow()));
            return null;
        }
        catch (KeyEncryptionException e)
        {
            return e.Message;
        }
    }
}
