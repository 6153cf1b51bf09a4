using System.CommandLine;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Server.Commands;

/// <summary><c>bridge serve</c>: serves until it is told to stop, then finishes what is in flight.</summary>
internal static partial class ServeCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("serve", "Serve the token endpoint, discovery and administration (the default)");
        command.SetAction((_, ct) => RunAsync(context, ct));
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        var settings = context.Settings;
        using var loggers = LoggerFactory.Create(Logging.OfServer);
        var logger = loggers.CreateLogger(typeof(ServeCommand));
        // Disposed in the reverse order: first the listeners, then the journal with what the last exchanges put into it.
        await using var engine = await Engine.OpenAsync(settings, context.Time, loggers, ct);
        await using var app = BridgeHost.Build(engine, loggers);
        foreach (var warning in settings.Warnings)
            Log.Warned(logger, warning);
        await StartAsync(app, ct);
        Log.Serving(logger, settings.Issuer.Text, string.Join(" and ", app.Urls));
        await app.WaitForShutdownAsync(ct);
        Log.Stopped(logger);
        return 0;
    }

    private static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e) when (e is CannotRunException or IOException { InnerException: AddressInUseException })
        {
            // What runs in the background by now is told that it shall end, or it would be reported as failed.
            app.Lifetime.StopApplication();
            throw e as CannotRunException ?? new CannotRunException($"A listener cannot be opened: {e.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Bridge serves as {Issuer} on {Listeners}", EventName = "Serving")]
        public static partial void Serving(ILogger logger, string issuer, string listeners);

        [LoggerMessage(2, LogLevel.Warning, "{Warning}", EventName = "SettingsWarning")]
        public static partial void Warned(ILogger logger, string warning);

        [LoggerMessage(3, LogLevel.Information, "Bridge has stopped", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
