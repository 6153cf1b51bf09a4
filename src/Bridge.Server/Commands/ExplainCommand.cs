using System.CommandLine;
using System.Text.Json;
using Bridge.Claims;
using Bridge.Exchange;
using Bridge.Refusals;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge explain</c>: judges a CI token as the exchange would, and says each check. The token comes from a file or from
/// standard input, never as an argument, which every user of the machine could read. Nothing is stored.
/// </summary>
internal static class ExplainCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A file that holds the CI token, or - for standard input" };
        var audience = new Option<string[]>("--audience") { Description = "The audience that the job asks for" };
        var resource = new Option<string[]>("--resource") { Description = "The resource that the job asks for" };
        var scope = new Option<string>("--scope") { Description = "The scopes that the job asks for" };
        var type = new Option<string>("--requested-token-type") { Description = "The type that the job asks for: access_token, id_token or jwt" };
        type.AcceptOnlyFromAmong([.. Enum.GetValues<TokenType>().Select(TokenTypes.Word)]);
        var command = new Command("explain", "Say, check by check, what an exchange of a CI token would come to now; nothing is stored") { file, audience, resource, scope, type };
        command.SetAction(async (parsed, ct) =>
        {
            var token = await ReadAsync(context, parsed.GetValue(file)!, ct);
            List<KeyValuePair<string, string>> form = [new("grant_type", TokenRequest.GrantType), new("subject_token_type", TokenType.IdToken.Urn()), new("subject_token", token)];
            form.AddRange((parsed.GetValue(audience) ?? []).Select(value => KeyValuePair.Create("audience", value)));
            form.AddRange((parsed.GetValue(resource) ?? []).Select(value => KeyValuePair.Create("resource", value)));
            form.Add(new("scope", parsed.GetValue(scope) ?? ""));
            form.Add(new("requested_token_type", parsed.GetValue(type) is { } word ? TokenTypes.Parse(word)!.Value.Urn() : ""));
            await using var engine = await context.OpenEngineAsync(ct);
            return await SayAsync(context, await engine.Exchange.ExplainAsync(new IncomingRequest(form, null, ""), ct));
        });
        return command;
    }

    private static async Task<int> SayAsync(CommandContext context, Explanation explanation)
    {
        var made = explanation.Trail.Outcomes;
        foreach (var check in Enum.GetValues<Check>())
        {
            var outcomes = made.Where(outcome => outcome.Check == check).DefaultIfEmpty(null);
            foreach (var outcome in outcomes)
            {
                await context.Output.WriteLineAsync($"{Words(check),-21}{Verdict(check, outcome)}");
                if (outcome?.Note is { } note)
                    await context.Output.WriteLineAsync($"{"",-21}         {note}");
            }
        }

        await context.Output.WriteLineAsync();
        if (explanation.Claims is not { } claims)
        {
            await context.Output.WriteLineAsync($"Refused: {RefusalTable.Of(explanation.Refused!.Reason).Code}");
            return CommandLine.Failed;
        }

        using var document = JsonDocument.Parse(claims);
        await context.Output.WriteLineAsync("Granted. The token would carry:");
        await context.Output.WriteLineAsync(JsonSerializer.Serialize(document, Indented));
        return 0;
    }

    private static string Verdict(Check check, CheckOutcome? outcome) => outcome switch
    {
        null => check == Check.IssuerLimiter ? "-        not part of explaining" : "-        not reached",
        { Refused: { } refused } => $"REFUSED  {RefusalAnswer.To(refused, Visibility.Exact).Description}",
        _ => $"passed   {outcome.Found}",
    };

    private static string Words(Check check) => JsonNamingPolicy.KebabCaseLower.ConvertName(check.ToString()).Replace('-', ' ');

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
