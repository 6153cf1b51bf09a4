using System.CommandLine;
using Bridge.Configuration.Applying;
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
        var command = new Command("apply", "Make the configuration what a file says, all or nothing") { file, dryRun, allowDelete, why };
        command.SetAction(async (parsed, ct) =>
        {
            var read = await ConfigurationFile.ReadAsync(context, parsed.GetValue(file)!, ct);
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            return await RunAsync(context, database, read, new ApplyOptions(parsed.GetValue(dryRun), parsed.GetValue(why), parsed.GetValue(allowDelete)), ct);
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
        foreach (var warning in plan.Warnings)
            await context.Error.WriteLineAsync($"warning: {warning}");
        if (!plan.Mistakes.IsEmpty)
            throw new CannotRunException(plan.Mistakes);
        foreach (var line in plan.Difference)
            await context.Output.WriteLineAsync(line);
        await context.Output.WriteLineAsync(plan switch
        {
            { Difference.IsEmpty: true } => "Nothing to change.",
            { Written: true } => $"Applied: {plan.Difference.Length} changed.",
            _ => $"Nothing was written: {plan.Difference.Length} would change.",
        });
        return options.DryRun && plan.Ready ? Different : 0;
    }
}

/// <summary>How something is applied.</summary>
internal sealed record ApplyOptions(bool DryRun, string? Why, int? AllowDelete = null);
