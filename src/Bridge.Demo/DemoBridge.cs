using Bridge.Server.Commands;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Demo;

/// <summary>
/// A Bridge of its own in a temporary folder, made as an administrator makes one: init, apply, serve. Whatever environment
/// the demo is started in, its settings are these.
/// </summary>
internal sealed class DemoBridge : IAsyncDisposable
{
    private readonly Engine engine;
    private readonly WebApplication app;

    private DemoBridge(Engine engine, WebApplication app) => (this.engine, this.app) = (engine, app);

    public static async Task<DemoBridge> StartAsync(string folder, string issuer, string adminUrl, string yaml, Action<string> say, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Bridge:Issuer"] = issuer,
            ["Bridge:Listeners:Public:Url"] = issuer,
            ["Bridge:Listeners:Admin:Url"] = adminUrl,
            ["Bridge:Storage:Path"] = Path.Combine(folder, "bridge.db"),
            ["Bridge:Keys:EncryptionKeyFile"] = Path.Combine(folder, "bridge.kek"),
        }).Build();
        await CommandAsync(configuration, "", say, "init");
        await CommandAsync(configuration, yaml, say, "apply", "-");

        using var context = new CommandContext(configuration, TextReader.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System);
        var opened = await Engine.OpenAsync(context.Settings, TimeProvider.System, NullLoggerFactory.Instance, ct);
        var served = BridgeHost.Build(opened, NullLoggerFactory.Instance);
        await served.StartAsync(ct);
        return new DemoBridge(opened, served);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await engine.DisposeAsync();
    }

    private static async Task CommandAsync(IConfiguration configuration, string input, Action<string> say, params string[] args)
    {
        using var output = new StringWriter();
        using var context = new CommandContext(configuration, new StringReader(input), output, output, TimeProvider.System);
        var status = await CommandLine.RunAsync(args, context);
        foreach (var line in output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            say($"bridge {args[0]}: {line}");
        if (status != 0)
            throw new InvalidOperationException($"bridge {args[0]} ended with {status}");
    }
}
