using Bridge.Server.Commands;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Commands;

/// <summary>A command that ran in this process: how it ended and what it wrote.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public static Task<Ran> CommandAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, params string[] arguments) => WithInputAsync(settings, time, "", arguments);

    public static async Task<Ran> WithInputAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, string input, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var reader = new StringReader(input);
        using var context = new CommandContext(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), reader, output, error, time);
        var code = await CommandLine.RunAsync(arguments, context);
        return new Ran(code, output.ToString(), error.ToString());
    }
}
