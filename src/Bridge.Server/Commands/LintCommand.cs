using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Configuration.Linting;

namespace Bridge.Server.Commands;

/// <summary><c>bridge lint</c>: looks through the whole configuration for what is wrong and what may surprise.</summary>
internal static class LintCommand
{
    /// <summary>The exit code where there are errors.</summary>
    private const int Errors = 1;

    /// <summary>The exit code where there are warnings and no errors.</summary>
    private const int Warnings = 2;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Create(CommandContext context)
    {
        var output = new Option<string>("--output") { Description = "text, or json for programs", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var command = new Command("lint", $"Look through the whole configuration; ends with {Errors} where there are errors and with {Warnings} where there are warnings") { output };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var found = await InstanceLint.FindAsync(database.Configuration, context.Compiler, await database.KnownPathsAsync(ct), ct);
            await (parsed.GetValue(output) == "json" ? context.Output.WriteLineAsync(JsonSerializer.Serialize(found, Json)) : SayAsync(context, found));
            return found.IsEmpty ? 0 : found[0].Severity == Severity.Error ? Errors : Warnings;
        });
        return command;
    }

    private static async Task SayAsync(CommandContext context, ImmutableArray<LintLine> found)
    {
        foreach (var line in found)
            await context.Output.WriteLineAsync($"{(line.Severity == Severity.Error ? "error" : "warning")}: {line.Path}: {line.Message} ({line.Code})");
        foreach (var code in found.Where(line => line.Explanation is not null).DistinctBy(line => line.Code))
            await context.Output.WriteLineAsync($"{Environment.NewLine}{code.Code}: {code.Explanation}{Environment.NewLine}  {code.Remedy}");
        await context.Output.WriteLineAsync(found.IsEmpty ? "Nothing found." : $"{Environment.NewLine}{Count(found, Severity.Error, "error")}, {Count(found, Severity.Warning, "warning")}.");
    }

    private static string Count(ImmutableArray<LintLine> found, Severity severity, string word)
    {
        var count = found.Count(line => line.Severity == severity);
        return $"{count} {word}{(count == 1 ? "" : "s")}";
    }
}
