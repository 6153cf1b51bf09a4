using System.Net;
using System.Text;

namespace Bridge.Simulator.SignIn;

/// <summary><c>/oauth/authorize</c>: in place of a password it asks who one is, then goes back with a code (RFC 6749 §4.1).</summary>
internal static class AuthorizeEndpoint
{
    private static readonly string[] Carried = ["client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "prompt"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/oauth/authorize", Ask);
        routes.MapPost("/oauth/authorize", AnswerAsync);
    }

    private static IResult Ask(HttpRequest request, SimulatedGitLab gitLab) => Mistake(request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())) is { } mistake
        ? Results.Text(mistake, statusCode: StatusCodes.Status400BadRequest)
        : Results.Content(Page(request, gitLab), "text/html; charset=utf-8");

    private static async Task<IResult> AnswerAsync(HttpRequest request, SimulatedGitLab gitLab)
    {
        var form = (await request.ReadFormAsync(request.HttpContext.RequestAborted)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        if (Mistake(form) is { } mistake)
            return Results.Text(mistake, statusCode: StatusCodes.Status400BadRequest);
        var redirect = form["redirect_uri"];
        if (!long.TryParse(form.GetValueOrDefault("user"), out var id) || gitLab.People.User(id) is not { State: "active" } user)
            return Results.Redirect(Back(redirect, ("error", "access_denied"), ("error_description", "The resource owner or authorization server denied the request."), ("state", form.GetValueOrDefault("state"))));
        if (form.GetValueOrDefault("prompt") == "login")
            gitLab.People.Put(user with { SignedInAt = null });
        var code = gitLab.People.Issue(new IssuedCode(id, redirect, form.GetValueOrDefault("code_challenge"), form.GetValueOrDefault("code_challenge_method"), form.GetValueOrDefault("scope") ?? "", form.GetValueOrDefault("nonce")));
        return Results.Redirect(Back(redirect, ("code", code), ("state", form.GetValueOrDefault("state"))));
    }

    private static string Back(string redirect, params IEnumerable<(string Name, string? Value)> parameters) =>
        redirect + QueryString.Create(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));

    private static string? Mistake(Dictionary<string, string> parameters) =>
        parameters.GetValueOrDefault("client_id") != SimulatedPeople.ClientId ? "Client authentication failed due to unknown client."
        : parameters.GetValueOrDefault("response_type") != "code" ? "The authorization server does not support this response type."
        : !Uri.TryCreate(parameters.GetValueOrDefault("redirect_uri"), UriKind.Absolute, out _) ? "The redirect URI included is not valid."
        : parameters.GetValueOrDefault("code_challenge_method") is not (null or "" or "plain" or "S256") ? "The code challenge method must be plain or S256."
        : null;

    private static string Page(HttpRequest request, SimulatedGitLab gitLab)
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><title>Simulated GitLab</title><link rel=\"icon\" href=\"data:,\"><h1>Sign in to the simulated GitLab</h1><form method=\"post\">");
        foreach (var name in Carried.Where(request.Query.ContainsKey))
            html.Append($"<input type=\"hidden\" name=\"{name}\" value=\"{WebUtility.HtmlEncode(request.Query[name])}\">");
        foreach (var user in gitLab.People.Users)
            html.Append($"<p><button name=\"user\" value=\"{user.Id}\">{WebUtility.HtmlEncode(user.Name)}</button>");
        return html.Append("<p><button name=\"user\" value=\"\">Deny</button></form></html>").ToString();
    }
}
