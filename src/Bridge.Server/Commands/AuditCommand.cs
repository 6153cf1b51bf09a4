using System.CommandLine;
using Bridge.Configuration.History;

namespace Bridge.Server.Commands;

/// <summary><c>bridge audit</c>: whether the change log is as it was written, and what is in force as it says.</summary>
internal static class AuditCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("audit", "Check the change log");
        command.Add(Verify(context));
        return command;
    }

    private static Command Verify(CommandContext context)
    {
        var expect = new Option<string>("--expect") { Description = "The head that an earlier audit printed: it must still be in the chain" };
        var output = OutputFormat.Option();
        var command = new Command("verify", $"Find the first entry of the change log that was changed or is missing, and what is in force and not as the log left it; ends with {CommandLine.Failed} where there is any") { expect, output };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var audit = await database.History.VerifyAsync(parsed.GetValue(expect)?.Trim().ToLowerInvariant(), ct);
            await (parsed.IsJson(output) ? context.WriteJsonAsync(audit) : WriteAsync(context, audit));
            return audit.Passed ? 0 : CommandLine.Failed;
        });
        return command;
    }

    private static async Task WriteAsync(CommandContext context, Audit audit)
    {
        if (audit.Unhashed > 0)
            await context.Output.WriteLineAsync($"The first {audit.Unhashed} entries were logged before there were hashes: the chain begins behind them.");
        if (audit.Broken is { } broken)
        {
            await context.Error.WriteLineAsync($"The change log is broken at revision {broken.Revision}: {OutputFormat.OneLine(broken.Message)}.");
            return;
        }

        await context.Output.WriteLineAsync($"The change log is whole: {audit.Entries} entries.");
        if (audit.Head is { } head)
            await context.Output.WriteLineAsync($"Head: {head}");
        foreach (var altered in audit.Altered)
            await context.Error.WriteLineAsync($"Changed past the change log: {altered.Section}/{OutputFormat.OneLine(altered.Id)} {altered.Message}.");
    }
}
