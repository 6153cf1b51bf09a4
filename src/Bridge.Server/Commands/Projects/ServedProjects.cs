using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Configuration;
using Bridge.Projects;
using Bridge.Server.Admin.Projects;
using Bridge.Server.Commands.Remote;
using Bridge.Storage.Projects;
using ProjectView = Bridge.Server.Admin.Projects.ProjectView;

namespace Bridge.Server.Commands.Projects;

/// <summary>The projects of a server that runs.</summary>
internal sealed class ServedProjects(RemoteServer server) : ProjectSource
{
    public override IAsyncEnumerable<KnownProject> KnownAsync(string? issuer, string? search, CancellationToken ct) =>
        ListAsync<ProjectView, KnownProject>("projects", [("issuer", issuer), ("search", search)], view => view.Known(), ct);

    public override IAsyncEnumerable<WaitingProject> WaitingAsync(string? issuer, CancellationToken ct) =>
        ListAsync<WaitingView, WaitingProject>("projects/waiting", [("issuer", issuer)], view => view.Waiting(), ct);

    public override async Task<WaitingProject?> FindWaitingAsync(ProjectKey key, CancellationToken ct)
    {
        try
        {
            return (await server.JsonAsync(HttpMethod.Get, Place(key), null, ct)).Deserialize<WaitingView>(OutputFormat.Json)!.Waiting();
        }
        catch (FailedException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public override IAsyncEnumerable<BurnedPath> BurnedAsync(string? issuer, string? prefix, string? projectId, CancellationToken ct) =>
        ListAsync<BurnedPathView, BurnedPath>("projects/burned_paths", [("issuer", issuer), ("path", prefix), ("project_id", projectId)], view => view.Burned(), ct);

    public override IAsyncEnumerable<(ProjectUse Use, DateTimeOffset? Last)> UnseenAsync(int days, CancellationToken ct) =>
        ListAsync<UnseenView, (ProjectUse, DateTimeOffset?)>("projects/unseen", [("days", $"{days}")], view => (view.Use(), view.LastSeen), ct);

    public override async Task<bool> ConfirmAsync(Confirmation confirmation, string? why, CancellationToken ct)
    {
        var shown = new JsonObject { ["namespace_id"] = confirmation.Pin.NamespaceId, ["path"] = confirmation.Pin.Path };
        var body = new StringContent(shown.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        try
        {
            (await server.SendAsync(HttpMethod.Post, Place(new ProjectKey(confirmation.Issuer, confirmation.ProjectId)) + QueryString.Create("why", why ?? ""), body, ct)).Dispose();
            return true;
        }
        catch (FailedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    public override ValueTask DisposeAsync()
    {
        server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Place(ProjectKey key) => $"projects/{Uri.EscapeDataString(key.Issuer)}/{Uri.EscapeDataString(key.ProjectId)}/confirmation";

    private async IAsyncEnumerable<TItem> ListAsync<TView, TItem>(string path, IEnumerable<(string Name, string? Value)> filters, Func<TView, TItem> item, [EnumeratorCancellation] CancellationToken ct)
    {
        var query = QueryString.Create(filters.Where(filter => filter.Value is not null).Select(filter => KeyValuePair.Create(filter.Name, filter.Value)));
        await foreach (var found in server.ListAsync($"{path}{query}", ct))
            yield return item(found.Deserialize<TView>(OutputFormat.Json)!);
    }
}
