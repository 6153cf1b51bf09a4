using System.Text.Json.Nodes;
using Bridge.Simulator.Requests;
using Bridge.Simulator.SignIn;

namespace Bridge.Simulator.Rest;

/// <summary>What is there of GitLab's REST API v4: who one is, of which projects one is a member, and with which level.</summary>
internal static class RestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v4");
        api.MapGet("/user", (HttpRequest request, SimulatedGitLab gitLab) => Bearer.Owner(request, gitLab) is { } user ? JsonText.Result(User(gitLab, user)) : Unauthorized());
        api.MapGet("/projects", Projects);
        api.MapGet("/projects/{id:long}/members/all/{user:long}", Member);
    }

    private static IResult Member(HttpRequest request, SimulatedGitLab gitLab, long id, long user)
    {
        if (Bearer.Owner(request, gitLab) is not { } asks)
            return Unauthorized();
        // Who is no member of a private project does not learn that it is there.
        if (gitLab.People.Path(id) is null || gitLab.People.Member(id, asks.Id) is null)
            return Message(StatusCodes.Status404NotFound, "404 Project Not Found");
        if (gitLab.People.Member(id, user) is not { } member || gitLab.People.User(user) is not { } found)
            return Message(StatusCodes.Status404NotFound, "404 Not found");
        var answer = User(gitLab, found);
        answer["access_level"] = member.AccessLevel;
        answer["created_at"] = "2024-01-02T03:04:05.678Z";
        answer["expires_at"] = member.ExpiresAt;
        answer["membership_state"] = member.State;
        return JsonText.Result(answer);
    }

    private static IResult Projects(HttpRequest request, SimulatedGitLab gitLab)
    {
        if (Bearer.Owner(request, gitLab) is not { } asks)
            return Unauthorized();
        var least = int.TryParse(request.Query["min_access_level"], out var level) ? level : 0;
        var count = int.TryParse(request.Query["per_page"], out var wanted) ? Math.Clamp(wanted, 1, 100) : 20;
        var before = long.TryParse(request.Query["id_before"], out var id) ? id : long.MaxValue;
        var found = gitLab.People.Projects(asks.Id, least, before).Take(count + 1).ToList();
        if (found.Count > count)
        {
            var query = request.Query.Where(pair => pair.Key != "id_before").Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.ToString()));
            request.HttpContext.Response.Headers.Link = $"<{gitLab.Url}/api/v4/projects{QueryString.Create(query.Append(new("id_before", $"{found[count - 1]}")))}>; rel=\"next\"";
        }

        return JsonText.Result(new JsonArray([.. found.Take(count).Select(project => Project(gitLab, project))]));
    }

    private static JsonObject User(SimulatedGitLab gitLab, SimulatedUser user) => new()
    {
        ["id"] = user.Id,
        ["username"] = user.Username,
        ["public_email"] = "",
        ["name"] = user.Name,
        ["state"] = user.State,
        ["locked"] = false,
        ["avatar_url"] = null,
        ["web_url"] = $"{gitLab.Url}/{user.Username}",
    };

    private static JsonObject Project(SimulatedGitLab gitLab, long id)
    {
        var path = gitLab.People.Path(id) ?? $"gone/{id}";
        var name = path[(path.LastIndexOf('/') + 1)..];
        return new JsonObject
        {
            ["id"] = id,
            ["description"] = null,
            ["name"] = name,
            ["name_with_namespace"] = path.Replace("/", " / ", StringComparison.Ordinal),
            ["path"] = name,
            ["path_with_namespace"] = path,
            ["created_at"] = "2024-01-02T03:04:05.678Z",
            ["default_branch"] = "main",
            ["tag_list"] = new JsonArray(),
            ["topics"] = new JsonArray(),
            ["http_url_to_repo"] = $"{gitLab.Url}/{path}.git",
            ["web_url"] = $"{gitLab.Url}/{path}",
            ["avatar_url"] = null,
            ["star_count"] = 0,
            ["last_activity_at"] = "2024-01-02T03:04:05.678Z",
        };
    }

    private static IResult Unauthorized() => Message(StatusCodes.Status401Unauthorized, "401 Unauthorized");

    private static IResult Message(int status, string message) => JsonText.Result(new JsonObject { ["message"] = message }, status);
}
