using Bridge.Configuration.Compiling;
using Bridge.Keys;
using Bridge.Server.Hosting;
using Bridge.Server.Settings;
using Bridge.Storage;

namespace Bridge.Server.Commands;

/// <summary>
/// What a command works with: where it reads and writes, the settings, and what it opens of them. Nothing is read or opened
/// before it is asked for, so that help and a misspelt option need no settings.
/// </summary>
public sealed class CommandContext(IConfiguration configuration, TextReader input, TextWriter output, TextWriter error, TimeProvider time, bool errorIsTerminal = false) : IDisposable
{
    private BridgeSettings? settings;
    private ILoggerFactory? loggers;

    public TextReader Input { get; } = input;

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    public TimeProvider Time { get; } = time;

    /// <summary>Whether a person looks at <see cref="Error"/>, so that progress can be shown there.</summary>
    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>Whether somebody sits at the input and can be asked.</summary>
    public bool Interactive { get; init; }

    /// <summary>A variable of the environment, or null.</summary>
    public string? Variable(string name) => configuration[name];

    /// <summary>Who the change log says it was.</summary>
    public string Author { get; } = $"cli:{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The settings.</summary>
    /// <exception cref="CannotRunException">They have mistakes; all of them are told.</exception>
    public BridgeSettings Settings => settings ??= SettingsFile.Read(configuration, out var mistakes) ?? throw new CannotRunException(mistakes);

    /// <summary>The log of a command that is run by hand: plain lines on standard error. A server replaces it.</summary>
    public ILoggerFactory Loggers => loggers ??= LoggerFactory.Create(Logging.ByHand);

    public ConfigurationCompiler Compiler => new(Settings.Issuer.Text, Settings.Exchange.LifetimeCeiling);

    /// <summary>The context of the process.</summary>
    public static CommandContext OfProcess() => new(SettingsFile.Load(), Console.In, Console.Out, Console.Error, TimeProvider.System, !Console.IsErrorRedirected) { Interactive = !Console.IsInputRedirected };

    /// <summary>The key-encryption key.</summary>
    /// <exception cref="CannotRunException">Its file is missing or unusable.</exception>
    public KeyEncryption ReadEncryptionKey()
    {
        var reasons = new List<string>();
        return EncryptionKey.Read(Settings.Keys.EncryptionKeyFile, reasons) ?? throw new CannotRunException(reasons);
    }

    /// <summary>Looks whether the key-encryption key opens the signing keys of a database.</summary>
    /// <exception cref="CannotRunException">Its file is missing or unusable.</exception>
    /// <exception cref="KeyEncryptionException">It is another one.</exception>
    public async Task CheckEncryptionKeyAsync(BridgeDatabase database, CancellationToken ct) =>
        new KeyRingLoader(ReadEncryptionKey()).Load((await database.Configuration.ReadAsync(ct)).Keys, Time.GetUtcNow());

    /// <summary>What makes and changes signing keys.</summary>
    /// <exception cref="CannotRunException">The file of the key-encryption key is missing or unusable.</exception>
    public KeyManagement KeyManagement(BridgeDatabase database) =>
        new(database.Keys, ReadEncryptionKey(), Settings.Keys.Periods, Time);

    /// <summary>The database, whatever is or is not in it; nothing is touched yet.</summary>
    public BridgeDatabase OpenDatabase() => BridgeDatabase.Open(Settings.Storage, Time, Loggers);

    /// <summary>The database, whose schema is this program's.</summary>
    /// <exception cref="CannotRunException">It is another one, and the command that helps is named.</exception>
    public async Task<BridgeDatabase> OpenCurrentDatabaseAsync(CancellationToken ct)
    {
        var database = OpenDatabase();
        try
        {
            if (await Schema.MistakeAsync(database, ct) is { } mistake)
                throw new CannotRunException(mistake);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Everything but the listeners: the exchange can be asked to explain.</summary>
    /// <exception cref="CannotRunException">Something is in the way; all of it is told.</exception>
    public Task<Engine> OpenEngineAsync(CancellationToken ct) => Engine.OpenAsync(Settings, Time, Loggers, ct);

    public void Dispose() => loggers?.Dispose();
}
