using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Bridge.Server.Commands.Remote;

/// <summary><c>bridge impact --server</c>: the server goes through its records and tells how far it is; here it is shown.</summary>
internal static class RemoteImpact
{
    public static async Task<int> RunAsync(CommandContext context, RemoteServer server, string text, (int Days, int Groups) asked, bool json, CancellationToken ct)
    {
        using var response = await server.SendAsync(HttpMethod.Post, $"impact?days={asked.Days}&groups={asked.Groups}", new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml")), ct);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            var told = JsonElement.Parse(line);
            if (told.TryGetProperty("result", out var result))
                return await SayAsync(context, result, json);
            if (context.ErrorIsTerminal)
                await context.Error.WriteAsync($"\r{told.GetProperty("progress").GetProperty("share").GetDouble(),5:P0}  {told.GetProperty("progress").GetProperty("exchanges").GetInt64(),12:N0} exchanges");
        }

        throw new FailedException("The server ended before it had a result.");
    }

    private static async Task<int> SayAsync(CommandContext context, JsonElement result, bool json)
    {
        if (context.ErrorIsTerminal)
            await context.Error.WriteLineAsync();
        var effects = result.GetProperty("effects").EnumerateObject().ToList();
        if (json)
            await context.WriteJsonAsync(result);
        else
            await WriteAsync(context.Output, result, effects);
        return effects.Any(effect => effect.Value.GetProperty("exchanges").GetInt64() > 0) ? ApplyCommand.Different : 0;
    }

    private static async Task WriteAsync(TextWriter output, JsonElement result, List<JsonProperty> effects)
    {
        await output.WriteLineAsync($"{result.GetProperty("exchanges").GetInt64():N0} exchanges, {result.GetProperty("same").GetInt64():N0} the same.");
        foreach (var effect in effects)
            await output.WriteLineAsync($"{effect.Name,-9}{effect.Value.GetProperty("exchanges").GetInt64(),12:N0} exchanges of {effect.Value.GetProperty("projects").GetInt32():N0} projects");
        foreach (var change in result.GetProperty("changes").EnumerateArray())
            await output.WriteLineAsync($"{Text(change, "effect"),-9}{change.GetProperty("exchanges").GetInt64(),12:N0}  {Text(change, "issuer")}/{Text(change, "project_path")} at {Text(change, "relying_party")}: {Text(change, "subject_before")} → {Text(change, "subject_after")} {Text(change, "reason")} {Text(change, "other_changes")}");
    }

    private static string Text(JsonElement change, string name) => Printable.Of(change.GetProperty(name).GetString() ?? "-");
}
