using System.Diagnostics;
using System.Text.Json.Nodes;
using Bridge.Server.Commands;

namespace Bridge.Testing.Hosting;

/// <summary>The program itself, as a process of its own with settings in its environment; for what only a process shows.</summary>
public sealed class BridgeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly List<JsonObject> log = [];

    private BridgeProcess(Process process) => this.process = process;

    /// <summary>What it has logged so far, each event as its JSON object.</summary>
    public IReadOnlyList<JsonObject> Log => log;

    public HttpClient Public { get; private set; } = null!;

    /// <summary>Where the public listener is.</summary>
    public Uri PublicAddress => Public.BaseAddress!;

    /// <summary>Starts the server and waits until it serves.</summary>
    public static async Task<BridgeProcess> ServeAsync(IReadOnlyDictionary<string, string?> settings)
    {
        var started = new BridgeProcess(Start(settings, "serve"));
        started.Public = new HttpClient { BaseAddress = new Uri((await started.ListenersAsync()).Split(" and ")[0]) };
        return started;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        using var started = Start(settings, arguments);
        using var limit = new CancellationTokenSource(Patience);
        var (output, error) = (started.StandardOutput.ReadToEndAsync(limit.Token), started.StandardError.ReadToEndAsync(limit.Token));
        await started.WaitForExitAsync(limit.Token);
        return (started.ExitCode, await output, await error);
    }

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it as a crash does: nothing is finished.</summary>
    public void Kill() => process.Kill();

    /// <summary>Reads the rest of the log and gives the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            Keep(line);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    private async Task<string> ListenersAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Keep(line)["State"]?["Listeners"]?.ToString() is { } listeners)
                return listeners;
        }

        throw new InvalidOperationException($"The process ended: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    public async ValueTask DisposeAsync()
    {
        Public?.Dispose();
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private JsonObject Keep(string line)
    {
        var entry = JsonNode.Parse(line)!.AsObject();
        log.Add(entry);
        return entry;
    }

    private static Process Start(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }
}
