using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Server.Admin.Explain;

namespace Bridge.Server.Commands.Remote;

/// <summary><c>bridge explain --server</c>: asks the server, which judges as this program would.</summary>
internal static class RemoteExplain
{
    private const int Label = -21;

    public static async Task<int> RunAsync(CommandContext context, RemoteServer server, JsonObject question, string? draft, bool json, CancellationToken ct)
    {
        if (draft is not null)
            question["draft"] = JsonNode.Parse(NodeJson.Write((await ConfigurationFile.ReadAsync(context, draft, ct)).Content));
        var body = new StringContent(question.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        var answer = (await server.JsonAsync(HttpMethod.Post, "explain", body, ct)).Deserialize<ExplainAnswer>(OutputFormat.Json)!;
        await (json ? context.WriteJsonAsync(answer) : SayAsync(context.Output, answer));
        return answer.Changes ? ApplyCommand.Different : (answer.Draft ?? answer.InForce).Granted ? 0 : CommandLine.Failed;
    }

    private static async Task SayAsync(TextWriter output, ExplainAnswer answer)
    {
        await SayAsync(output, answer.InForce);
        if (answer.Draft is not { } draft)
            return;
        await output.WriteLineAsync();
        await output.WriteLineAsync("Under the draft:");
        await SayAsync(output, draft);
        await output.WriteLineAsync();
        foreach (var (name, before, after) in answer.Claims)
            await output.WriteLineAsync($"{(before is null ? "+" : after is null ? "-" : "~")} {Printable.Of(name)}  {Printable.Of(before)}{(before is null || after is null ? "" : " → ")}{Printable.Of(after)}");
        await output.WriteLineAsync(answer.Changes ? "The draft changes this." : "The draft changes nothing here.");
    }

    private static async Task SayAsync(TextWriter output, SideView side)
    {
        foreach (var check in side.Checks)
        {
            await output.WriteLineAsync($"{check.Check.Replace('_', ' '),Label}{(check.Passed ? $"passed   {Printable.Of(check.Found)}" : $"REFUSED  {check.Description}")}");
            if (check.Note is { } note)
                await output.WriteLineAsync($"{"",Label}         {Printable.Of(note)}");
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(side.Claims is { } claims ? $"Granted. The token would carry:{Environment.NewLine}{JsonSerializer.Serialize(claims, OutputFormat.Json)}" : $"Refused: {side.Reason}");
    }
}
