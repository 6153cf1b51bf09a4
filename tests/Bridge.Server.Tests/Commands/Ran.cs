using Bridge.Server.Commands;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Commands;

/// <summary>A command that ran in this process: how it ended and what it wrote.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public static Task<Ran> CommandAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, params string[] arguments) => WithInputAsync(settings, time, "", arguments);

    public static Task<Ran> WithInputAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, string input, params string[] arguments) =>
        RunAsync(settings, time, input, interactive: false, arguments);

    public static Task<Ran> OnTerminalAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, string typed, params string[] arguments) =>
        RunAsync(settings, time, typed, interactive: true, arguments);

    private static async Task<Ran> RunAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, string input, bool interactive, string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var reader = new StringReader(input);
        using var context = new CommandContext(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), reader, output, error, time) { Interactive = interactive };
        var code = await CommandLine.RunAsync(arguments, context);
        return new Ran(code, output.ToString(), error.ToString());
    }
}
