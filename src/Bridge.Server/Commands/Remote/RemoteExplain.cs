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
    public static async Task<ExplainAnswer> AskAsync(CommandContext context, RemoteServer server, JsonObject question, string? draft, CancellationToken ct)
    {
        if (draft is not null)
            question["draft"] = JsonNode.Parse(NodeJson.Write((await ConfigurationFile.ReadAsync(context, draft, ct)).Content));
        var body = new StringContent(question.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return (await server.JsonAsync(HttpMethod.Post, "explain", body, ct)).Deserialize<ExplainAnswer>(OutputFormat.Json)!;
    }
}
