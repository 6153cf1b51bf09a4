using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.GitLab;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Projects;

/// <summary>
/// The enrolment of one project. A project need not have come yet. An enrolment says nothing but that it is there; its version tells
/// whoever takes it back whether it is the one that they saw.
/// </summary>
internal static class EnrolmentEndpoint
{
    private const string Route = "/projects/{issuer}/{project_id}/enrolment";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(Route, GetAsync).Needs(Right.Read, Over.Project).Describe("Say whether a project is enrolled").Answers<EnrolmentView>().Problems(404);
        api.MapPut(Route, PutAsync).Needs(Right.Admin).Describe("Enrol a project").Edits().Answers<EnrolmentView>().Answers<EnrolmentView>(201);
        api.MapDelete(Route, DeleteAsync).Needs(Right.Admin).Describe("Take the enrolment of a project back").Edits().AnswersNothing();
    }

    private static async Task<IResult> GetAsync(string issuer, HttpContext context, Engine engine, CancellationToken ct) =>
        await FindAsync(Project(issuer, context), engine, ct) is { } found ? Answer(context, found) : new Problem(ProblemKind.NotFound);

    private static async Task<IResult> PutAsync(string issuer, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, why, problem) = Asked(context);
        if (problem is not null)
            return problem;
        var project = Project(issuer, context);
        if (!ProjectPaths.IsId(project.ProjectId) || (await engine.Configurations.RefreshAsync(ct)).Issuers.All(one => one.Id != issuer))
            return new Problem(ProblemKind.NotFound);
        if (version > 0)
            return await FindAsync(project, engine, ct) is { } stored && stored.Version == version ? Answer(context, stored) : new Problem(ProblemKind.VersionMismatch);
        if (!await SetAsync(project, enrolled: true, context, engine, why, ct))
            return new Problem(ProblemKind.Exists);
        // Where somebody took it back at once, there is no version to tell.
        var made = await FindAsync(project, engine, ct) ?? new EnrolmentView(issuer, project.ProjectId, null);
        Tag(context, made);
        return TypedResults.Created(context.Request.Path.ToUriComponent(), made);
    }

    private static async Task<IResult> DeleteAsync(string issuer, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, why, problem) = Asked(context);
        if (problem is not null || version == 0)
            return problem ?? new Problem(ProblemKind.VersionRequired);
        var project = Project(issuer, context);
        if (await FindAsync(project, engine, ct) is not { } stored)
            return new Problem(ProblemKind.NotFound);
        if (stored.Version != version)
            return new Problem(ProblemKind.VersionMismatch, $"It has version {stored.Version} now.");
        return await SetAsync(project, enrolled: false, context, engine, why, ct) ? TypedResults.NoContent() : new Problem(ProblemKind.NotFound);
    }

    private static (int Version, string? Why, Problem? Problem) Asked(HttpContext context)
    {
        var (mistakes, why) = (QueryNames.Unknown(context.Request, "why"), context.Request.Query["why"]);
        if (why.Count > 1 || Edits.WhyMistake(why.ToString()) is not null)
            mistakes.Add(Edits.Unsayable);
        if (mistakes.Count > 0)
            return (Precondition.Never, null, new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] });
        var (version, problem) = Precondition.Read(context.Request);
        return (version, why.ToString() is { Length: > 0 } text ? text : null, problem);
    }

    // Whoever goes away does not leave it half done.
    private static async Task<bool> SetAsync(EnrolledProject project, bool enrolled, HttpContext context, Engine engine, string? why, CancellationToken ct)
    {
        if (!await new Enroller(engine.Database.Configuration).SetAsync(project, enrolled, context.Caller().Author, why, CancellationToken.None))
            return false;
        await engine.Configurations.RefreshAsync(ct);
        return true;
    }

    private static async Task<EnrolmentView?> FindAsync(EnrolledProject project, Engine engine, CancellationToken ct)
    {
        if (await engine.Database.Configuration.FindProjectAsync(new ProjectQuery(project.Issuer, project.ProjectId, "", null, null), ct) is not { Enrolled: true })
            return null;
        var last = await engine.Database.History.VersionsAsync(ChangeItem.Projects, $"{project.Issuer}/{project.ProjectId}", null, 1, ct);
        // One of before there was a history was the first.
        return new(project.Issuer, project.ProjectId, last is [var version] ? version.Item.Version : 1);
    }

    private static EnrolledProject Project(string issuer, HttpContext context) => new(issuer, (string)context.GetRouteValue("project_id")!);

    private static Ok<EnrolmentView> Answer(HttpContext context, EnrolmentView view)
    {
        Tag(context, view);
        return TypedResults.Ok(view);
    }

    private static void Tag(HttpContext context, EnrolmentView view)
    {
        if (view.Version is { } version)
            context.Response.Headers.ETag = Precondition.Tag(version);
    }
}

/// <summary>A project that is enrolled.</summary>
/// <param name="Issuer">Its issuer.</param>
/// <param name="ProjectId">GitLab's id of it.</param>
/// <param name="Version">The version, which <c>ETag</c> and <c>If-Match</c> carry; absent where others took it back at once.</param>
internal sealed record EnrolmentView(string Issuer, string ProjectId, int? Version);
