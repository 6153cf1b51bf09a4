using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
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
        // Whoever goes away does not leave it half done.
        if (!await new Enroller(engine.Database.Configuration).EnrolAsync(project, context.Caller().Author, why, CancellationToken.None))
            return new Problem(ProblemKind.Exists);
        await engine.Configurations.RefreshAsync(ct);
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
        var found = await new Enroller(engine.Database.Configuration).WithdrawAsync(Project(issuer, context), version, context.Caller().Author, why, CancellationToken.None);
        if (found != version)
            return found is null ? new Problem(ProblemKind.NotFound) : new Problem(ProblemKind.VersionMismatch, $"It has version {found} now.");
        await engine.Configurations.RefreshAsync(ct);
        return TypedResults.NoContent();
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

    private static async Task<EnrolmentView?> FindAsync(EnrolledProject project, Engine engine, CancellationToken ct) =>
        await engine.Database.Configuration.EnrolmentVersionAsync(project, ct) is { } version ? new(project.Issuer, project.ProjectId, version) : null;

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
