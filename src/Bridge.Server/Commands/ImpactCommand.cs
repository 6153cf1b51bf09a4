using System.CommandLine;
using Bridge.Server.Commands.Remote;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge impact</c>: decides the recorded exchanges of some days again, under what is in force and under a draft, and lists
/// whose subject would change, who would gain and who would lose access. Nothing is stored.
/// </summary>
internal static class ImpactCommand
{
    private const int DaysOtherwise = 30;
    private const int ListedOtherwise = 50;

    // Records are kept for as long as the settings say; nobody keeps them for longer than this.
    private const int MostDays = 36_500;

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A YAML file that `bridge apply` could apply, or - for standard input" };
        var days = new Option<int>("--days") { Description = "How many days of records are decided again", DefaultValueFactory = _ => DaysOtherwise };
        var limit = new Option<int>("--limit") { Description = "How many different changes are listed of each kind", DefaultValueFactory = _ => ListedOtherwise };
        var output = new Option<string>("--output") { Description = "text or json", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var server = ServerOption.Create();
        days.Validators.Add(result => Within(result, 1, MostDays));
        limit.Validators.Add(result => Within(result, 0, int.MaxValue));
        var command = new Command("impact", $"Say who would get what else if a file were applied, by the recorded exchanges; nothing is stored. Ends with {ApplyCommand.Different} where something would change") { file, days, limit, output, server };
        command.SetAction(async (parsed, ct) =>
        {
            using var remote = parsed.Server(server, context);
            if (remote is not null)
                return await RemoteImpact.RunAsync(context, remote, await ConfigurationFile.TextAsync(context, parsed.GetValue(file)!, ct), (parsed.GetValue(days), parsed.GetValue(limit)), parsed.GetValue(output) == "json", ct);
            await using var engine = await context.OpenEngineAsync(ct);
            var draft = await ConfigurationFile.DraftAsync(context, engine, parsed.GetValue(file)!, ct);
            var (until, began) = (context.Time.GetUtcNow(), context.Time.GetTimestamp());
            var since = until.AddDays(-parsed.GetValue(days));
            using var progress = context.ErrorIsTerminal ? new ImpactProgress(context.Error, context.Time, since, until) : null;
            var impact = await engine.DryRun.ImpactAsync(engine.Database.PastExchanges.SinceAsync(since, ct), draft, progress is null ? null : progress.Show, ct);
            progress?.Dispose();
            var report = new ImpactReport(impact, since, until, context.Time.GetElapsedTime(began), parsed.GetValue(limit));
            await (parsed.GetValue(output) == "json" ? ImpactJson.WriteAsync(context.Output, report) : ImpactText.WriteAsync(context.Output, report));
            return impact.Changes ? ApplyCommand.Different : 0;
        });
        return command;
    }

    private static void Within(System.CommandLine.Parsing.OptionResult result, int least, int most)
    {
        if (result.GetValueOrDefault<int>() is var number && (number < least || number > most))
            result.AddError($"{result.IdentifierToken?.Value} must be from {least} to {most}.");
    }
}
