using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Reading;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Bridge.Storage.Projects;

namespace Bridge.Server.Admin.Projects;

/// <summary>
/// Confirms a project that waits, to exactly what the caller says they were shown. It can take a path from a project elsewhere, so
/// whoever is bound does not confirm.
/// </summary>
internal static class ConfirmationEndpoint
{
    private const string Route = "/projects/{issuer}/{project_id}/confirmation";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Route, GetAsync).Needs(Right.Read).Describe("Say what a project waits for, and what confirming it means").Answers<WaitingView>().Problems(404);
        api.MapPost(Route, ConfirmAsync).Needs(Right.Admin)
            .Describe("Confirm a project that waits, as it was shown").Query("why").Takes(BodySchemas.Shown).Answers<ProjectView>().Problems(404, 412);
    }

    private static async Task<IResult> GetAsync(string issuer, HttpContext context, Engine engine, CancellationToken ct) =>
        await engine.Database.Projects.FindWaitingAsync(new ProjectKey(issuer, (string)context.GetRouteValue("project_id")!), ct) is { } waiting
            ? TypedResults.Ok(WaitingView.Of(waiting))
            : new Problem(ProblemKind.NotFound, "It does not wait.");

    private static async Task<IResult> ConfirmAsync(string issuer, HttpContext context, Engine engine, CancellationToken ct)
    {
        var mistakes = QueryNames.Unknown(context.Request, "why");
        var why = context.Request.Query["why"] is [{ Length: > 0 } text] ? text : null;
        if (why is not null && (why.Length > Applier.LongestWhy || why.Any(char.IsControl)))
            mistakes.Add(new("why", $"must be one line of at most {Applier.LongestWhy} characters"));
        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return problem!;
        var (group, path) = Shown(body, mistakes);
        if (mistakes.Count > 0)
            return new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] };
        var key = new ProjectKey(issuer, (string)context.GetRouteValue("project_id")!);
        if (await engine.Database.Projects.FindWaitingAsync(key, ct) is not { Confirmation: { } confirmation })
            return new Problem(ProblemKind.NotFound, "It does not wait, or its newest record does not hold its path and namespace in full.");
        if (confirmation.Pin.NamespaceId != group || confirmation.Pin.Path != path
            || !await new Confirmer(engine.Database.Configuration).ConfirmAsync(confirmation, context.Caller().Author, why, CancellationToken.None))
            return new Problem(ProblemKind.VersionMismatch, "What waits is not what was shown: nothing was confirmed.");
        await engine.Configurations.RefreshAsync(ct);
        return TypedResults.Ok(ProjectView.Of(key.Issuer, key.ProjectId, await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(key.Issuer, key.ProjectId, "", null, null), ct)));
    }

    private static (string? NamespaceId, string? Path) Shown(Node.Map body, List<Mistake> mistakes)
    {
        var findings = new Findings();
        var reader = new MapReader(body, "", findings);
        var (group, path) = (reader.Needed("namespace_id"), reader.Needed("path"));
        reader.Done();
        mistakes.AddRange(findings.Mistakes);
        return (group, path);
    }
}
