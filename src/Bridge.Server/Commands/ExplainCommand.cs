using System.CommandLine;
using Bridge.Configuration.Applying;
using Bridge.Records;
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
            using var remote = parsed.Server(server, context);
            if (remote is not null)
                return await RemoteExplain.RunAsync(context, remote, asked.Question(parsed, token, parsed.GetValue(exchange)), parsed.GetValue(draft), parsed.IsJson(output), ct);
            var request = token is null ? null : asked.Request(parsed, token);
            await using var engine = await context.OpenEngineAsync(ct);
            var drafted = parsed.GetValue(draft) is { } name ? await ConfigurationFile.DraftAsync(context, engine, name, ct) : null;
            return request is not null
                ? await ComparisonText.SayAsync(context.Output, await engine.DryRun.ExplainAsync(request, drafted, ct))
                : await SayRecordAsync(context, engine, parsed.GetValue(exchange)!.Value, drafted, ct);
        });
        return command;
    }

    private static async Task<int> SayRecordAsync(CommandContext context, Engine engine, Guid id, Draft? draft, CancellationToken ct)
    {
        var record = await engine.Database.PastExchanges.FindAsync(id, ct) ?? throw new CannotRunException($"There is no record of an exchange {id}.");
        await context.Output.WriteLineAsync($"Exchange {record.Id} of {record.At:yyyy-MM-dd'T'HH:mm:ss'Z'} was {Then(record)} under revision {record.Revision}.");
        var (comparison, why) = await engine.DryRun.ExplainAsync(record, draft, ct);
        if (comparison is null)
            throw new CannotRunException($"It cannot be decided again: {Printable.Of(why!.ToString())}.");
        if (comparison.Assumed)
            await context.Output.WriteLineAsync("Its record does not say what was asked for; the relying party that it names is taken for all of it.");
        await context.Output.WriteLineAsync();
        return await ComparisonText.SayAsync(context.Output, comparison);
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
