using Bridge.Server.Telemetry;
using Microsoft.Extensions.Logging.Console;

namespace Bridge.Server.Hosting;

/// <summary>
/// The log: one JSON object a line, plain lines while developing. The framework's own messages are kept to warnings, and
/// not by a setting that could be turned up: below that it writes request lines and headers, where tokens may be.
/// </summary>
public static class Logging
{
    private static readonly string[] EnvironmentVariables = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>A server's log on standard output.</summary>
    public static void OfServer(ILoggingBuilder logging)
    {
        Filter(logging);
        if (EnvironmentVariables.Any(name => Environments.Development.Equals(Environment.GetEnvironmentVariable(name), StringComparison.OrdinalIgnoreCase)))
            logging.AddSimpleConsole(console => console.SingleLine = true);
        else
            logging.Services.AddSingleton<ILoggerProvider>(_ => new JsonLog(Console.OpenStandardOutput(), TimeProvider.System));
    }

    /// <summary>The log of a command that a person runs: warnings, on standard error, so that the output stays the command's own.</summary>
    public static void ByHand(ILoggingBuilder logging)
    {
        Filter(logging);
        logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>What is logged, wherever it is written to.</summary>
    public static void Filter(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning)
        // That a server cannot start is told by the command, without a stack.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
        // It would begin a trace and a scope for each request; what it reports of errors is caught and reported before.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
}
