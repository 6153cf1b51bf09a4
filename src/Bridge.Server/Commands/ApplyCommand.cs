using System.CommandLine;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Configuration;
using Bridge.Server.Commands.Remote;
using Bridge.Server.Hosting;
using Bridge.Storage;

namespace Bridge.Server.Commands;

/// <summary><c>bridge apply</c>: makes the configuration what a file says, all or nothing.</summary>
internal static class ApplyCommand
{
    /// <summary>The exit code of a dry run that found a difference.</summary>
    public const int Different = 2;

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A YAML file, or - for standard input" };
        var dryRun = new Option<bool>("--dry-run") { Description = $"Print the difference and write nothing; ends with {Different} where there is one" };
        var allowDelete = new Option<int?>("--allow-delete") { Description = $"Allow up to this many deletions; without it {Applier.DeletionsWithoutAsking}" };
        var why = new Option<string>("--why") { Description = "Why, in one line; the change log keeps it" };
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("apply", "Make the configuration what a file says, all or nothing") { file, dryRun, allowDelete, why, server, output };
        command.SetAction(async (parsed, ct) =>
        {
            var options = new ApplyOptions(parsed.GetValue(dryRun), parsed.GetValue(why), parsed.GetValue(allowDelete), parsed.IsJson(output));
            var text = await ConfigurationFile.TextAsync(context, parsed.GetValue(file)!, ct);
            using var remote = parsed.Server(server, context);
            if (remote is not null)
                return await RemoteApply.RunAsync(context, remote, text, options, ct);
            var read = ConfigurationFile.Read(text);
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            return await RunAsync(context, database, read, options, ct);
        });
        return command;
    }

    /// <summary>Applies what a file says, or what stands for one, and prints what came of it.</summary>
    public static async Task<int> RunAsync(CommandContext context, BridgeDatabase database, ApplyFile file, ApplyOptions options, CancellationToken ct)
    {
        var applier = new Applier(database.Configuration, context.Compiler, context.Time);
        var plan = options.DryRun
            ? await applier.PlanAsync(file, options.AllowDelete, ct)
            : await applier.CommitAsync(file, context.Author, options.Why, options.AllowDelete, ct);
        if (!plan.Mistakes.IsEmpty)
            throw new CannotRunException(plan.Mistakes);
        return await SayAsync(context, ApplyAnswer.Of(plan), options);
    }

    /// <summary>Prints what came of it, here or at a server.</summary>
    public static async Task<int> SayAsync(CommandContext context, ApplyAnswer answer, ApplyOptions options)
    {
        if (options.Json)
            await context.WriteJsonAsync(answer);
        else
            await WriteAsync(context, answer);
        return options.DryRun && !answer.Difference.IsEmpty ? Different : 0;
    }

    private static async Task WriteAsync(CommandContext context, ApplyAnswer answer)
    {
        foreach (var warning in answer.Warnings)
            await context.Error.WriteLineAsync($"warning: {warning}");
        foreach (var line in answer.Difference)
            await context.Output.WriteLineAsync(line);
        await context.Output.WriteLineAsync(answer switch
        {
            { Difference.IsEmpty: true } => "Nothing to change.",
            { Written: true } => $"Applied: {answer.Difference.Length} changed.",
            _ => $"Nothing was written: {answer.Difference.Length} would change.",
        });
    }
}

/// <summary>How something is applied.</summary>
internal sealed record ApplyOptions(bool DryRun, string? Why, int? AllowDelete = null, bool Json = false);
