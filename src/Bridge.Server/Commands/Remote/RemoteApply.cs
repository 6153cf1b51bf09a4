using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bridge.Server.Admin.Configuration;

namespace Bridge.Server.Commands.Remote;

/// <summary><c>bridge apply --server</c>: sends the file; the server reads it as this program would.</summary>
internal static class RemoteApply
{
    public static async Task<int> RunAsync(CommandContext context, RemoteServer server, string text, ApplyOptions options, CancellationToken ct)
    {
        List<string> query = [$"dry_run={(options.DryRun ? "true" : "false")}"];
        if (options.AllowDelete is { } most)
            query.Add($"allow_delete={most}");
        if (options.Why is { } why)
            query.Add($"why={Uri.EscapeDataString(why)}");
        var answer = await server.JsonAsync(HttpMethod.Post, $"configuration?{string.Join('&', query)}", new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml")), ct);
        return await ApplyCommand.SayAsync(context, answer.Deserialize<ApplyAnswer>(OutputFormat.Json)!, options);
    }
}
