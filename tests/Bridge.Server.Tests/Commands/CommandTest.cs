using Bridge.Server.Tests.Attacks;
using Bridge.Testing;
using Bridge.Testing.Hosting;
using Xunit;

namespace Bridge.Server.Tests.Commands;

/// <summary>Commands in this process, on a folder of their own where nothing is yet.</summary>
public abstract class CommandTest : ExchangeTest
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bridge-");

    protected ManualClock Clock { get; } = new();

    protected string DatabaseFile => In("bridge.db");

    protected string KeyFile => In("bridge.kek");

    private protected IDictionary<string, string?> Settings { get; private set; } = new Dictionary<string, string?>();

    public override ValueTask InitializeAsync()
    {
        Settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Bridge:Issuer"] = "https://bridge.test",
            ["Bridge:Listeners:Public:Url"] = "http://127.0.0.1:0",
            ["Bridge:Listeners:Admin:Url"] = "http://127.0.0.1:0",
            ["Bridge:Storage:Path"] = DatabaseFile,
            ["Bridge:Keys:EncryptionKeyFile"] = KeyFile,
        };
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        folder.Delete(recursive: true);
        await base.DisposeAsync();
    }

    /// <summary>Puts what init makes into the folder, without the time it takes.</summary>
    protected async Task InitializedAsync()
    {
        await using var bridge = await BridgeServer.StartAsync(ct: Ct);
        await bridge.StopAsync();
        File.Copy(bridge.Settings.Storage.Path!, DatabaseFile);
        File.Copy(bridge.Settings.Keys.EncryptionKeyFile, KeyFile);
    }

    protected string In(string name) => Path.Combine(folder.FullName, name);

    protected async Task<string> WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(In(name), text, Ct);
        return In(name);
    }

    private protected Task<Ran> RunAsync(params string[] arguments) => InputAsync("", arguments);

    private protected async Task<Ran> InputAsync(string input, params string[] arguments)
    {
        var ran = await Ran.WithInputAsync(Settings.AsReadOnly(), Clock, input, arguments);
        Disclosure.Saw(ran.Output + ran.Error);
        return ran;
    }

    private protected async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await RunAsync(arguments);
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Empty(ran.Error);
        return ran.Output;
    }
}
