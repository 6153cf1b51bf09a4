using System.CommandLine;
using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Records;
using Bridge.Server.Admin.Explain;
using Bridge.Server.Commands.Remote;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge explain</c>: judges a CI token, or the exchange of a record, as the exchange would, says each check, and compares
/// with a draft. A token comes from a file or from standard input, never as an argument, which every user of the machine could
/// read. Nothing is stored.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string?>("FILE") { Description = "A file that holds the CI token, or - for standard input", Arity = ArgumentArity.ZeroOrOne };
        var exchange = new Option<Guid?>("--exchange") { Description = "The id of a recorded exchange, to be decided again with today's configuration, instead of a token" };
        var draft = new Option<string?>("--draft") { Description = $"Compare with what this file would make of the configuration, if `bridge apply` applied it; ends with {ApplyCommand.Different} where something would change" };
        var asked = new AskedOptions();
        var (server, output) = (ServerOption.Create(), OutputFormat.Option());
        var command = new Command("explain", "Say, check by check, what an exchange of a CI token would come to now; nothing is stored") { file, exchange, draft, server, output };
        asked.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == result.GetResult(exchange) is null)
                result.AddError("Name a FILE that holds a CI token, or an --exchange, and not both.");
            else if (result.GetResult(exchange) is not null && asked.Given(result))
                result.AddError("What a recorded exchange asked for is in its record: --audience, --resource, --scope and --requested-token-type go with a token.");
            else if (result.GetValue(file) == "-" && result.GetValue(draft) == "-")
                result.AddError("The token and the draft cannot both come from standard input.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            var token = parsed.GetValue(file) is { } path ? await ReadAsync(context, path, ct) : null;
            var (id, json) = (parsed.GetValue(exchange), parsed.IsJson(output));
            using var remote = parsed.Server(server, context);
            if (remote is not null)
                return await SayAsync(context, await RemoteExplain.AskAsync(context, remote, asked.Question(parsed, token, id), parsed.GetValue(draft), ct), json);
            await using var engine = await context.OpenEngineAsync(ct);
            var drafted = parsed.GetValue(draft) is { } name ? await ConfigurationFile.DraftAsync(context, engine, name, ct) : null;
            var comparison = token is null
                ? await DecideAgainAsync(context, engine, id!.Value, drafted, json, ct)
                : await engine.DryRun.ExplainAsync(asked.Request(parsed, token), drafted, ct);
            return await SayAsync(context, ExplainAnswer.Of(comparison), json);
        });
        return command;
    }

    private static async Task<int> SayAsync(CommandContext context, ExplainAnswer answer, bool json)
    {
        await (json ? context.WriteJsonAsync(answer) : ExplainText.WriteAsync(context.Output, answer));
        return answer.Changes ? ApplyCommand.Different : (answer.Draft ?? answer.InForce).Granted ? 0 : CommandLine.Failed;
    }

    private static async Task<Comparison> DecideAgainAsync(CommandContext context, Engine engine, Guid id, Draft? draft, bool json, CancellationToken ct)
    {
        var record = await engine.Database.PastExchanges.FindAsync(id, ct) ?? throw new CannotRunException($"There is no record of an exchange {id}.");
        if (!json)
            await context.Output.WriteLineAsync($"Exchange {record.Id} of {record.At:yyyy-MM-dd'T'HH:mm:ss'Z'} was {Then(record)} under revision {record.Revision}.");
        var (comparison, why) = await engine.DryRun.ExplainAsync(record, draft, ct);
        if (comparison is null)
            throw new CannotRunException($"It cannot be decided again: {Printable.Of(why!.ToString())}.");
        if (comparison.Assumed && !json)
            await context.Output.WriteLineAsync("Its record does not say what was asked for; the relying party that it names is taken for all of it.");
        if (!json)
            await context.Output.WriteLineAsync();
        return comparison;
    }

    private static string Then(PastExchange record) => record.Reason is { } reason
        ? $"refused, {reason}{(record.ReasonName is { } name ? $" ({Printable.Of(name)})" : "")},"
        : $"granted by {record.Rule}, as {Printable.Of(record.Subject)},";

    private static async Task<string> ReadAsync(CommandContext context, string path, CancellationToken ct)
    {
        try
        {
            return (path == "-" ? await context.Input.ReadToEndAsync(ct) : await File.ReadAllTextAsync(path, ct)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not repeated, and neither is what the system says of it: somebody may have put the token itself there.
            throw new CannotRunException($"The file of the CI token cannot be read ({e.GetType().Name}). A token itself is never an argument.");
        }
    }
}
