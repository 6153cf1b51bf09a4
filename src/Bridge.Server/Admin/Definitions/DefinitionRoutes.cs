using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Configuration.Compiling;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.ChangeLog;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Definitions;

/// <summary>The routes that every kind of definition has: list, get, put, delete.</summary>
internal static class DefinitionRoutes
{
    /// <summary>Maps them; a put needs at least <paramref name="right"/>, and more where what is changed says so (<see cref="NeededRight"/>).</summary>
    public static RouteGroupBuilder Map(IEndpointRouteBuilder api, Section section, Right right)
    {
        var name = ConfigurationCompiler.Name(section);
        var routes = api.MapGroup($"/{name}");
        routes.MapGet("/", (HttpContext context, Engine engine, CancellationToken ct) => ListAsync(section, context, engine, ct)).Needs(Right.Read)
            .Describe($"List {name}").Paged().Answers<PageAnswer<ThingView>>();
        routes.MapGet("/{id}", (string id, HttpContext context, Engine engine, CancellationToken ct) => GetAsync(section, id, context, engine, ct)).Needs(Right.Read)
            .Describe($"Get one of {name}").Answers<ThingView>();
        routes.MapPut("/{id}", (string id, HttpContext context, Engine engine, CancellationToken ct) => PutAsync(section, id, context, engine, ct)).Needs(right)
            .Describe($"Make or change one of {name}").Edits().Takes(BodySchemas.Definition).Answers<ThingView>().Answers<ThingView>(201);
        routes.MapDelete("/{id}", (string id, HttpContext context, Engine engine, CancellationToken ct) => DeleteAsync(section, id, context, engine, ct)).Needs(right)
            .Describe($"Delete one of {name}").Edits().AnswersNothing();
        VersionsEndpoints.Map(routes, name, Over.Instance);
        return routes;
    }

    private static async Task<IResult> ListAsync(Section section, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request);
        return page is null ? problem! : PageAnswers.Answer(context, page, await engine.Database.Things.ListAsync(section, page.After, page.Limit + 1, ct), one => one.Id, ThingView.Of);
    }

    private static async Task<IResult> GetAsync(Section section, string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (await engine.Database.Things.FindAsync(section, id, ct) is not { } found)
            return new Problem(ProblemKind.NotFound);
        context.Response.Headers.ETag = Precondition.Tag(found.Version);
        return TypedResults.Ok(ThingView.Of(found));
    }

    private static async Task<IResult> PutAsync(Section section, string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, problem) = Precondition.Read(context.Request);
        if (problem is not null)
            return problem;
        (var body, problem) = await DefinitionBody.ReadAsync(context, id);
        return body is null ? problem! : await Edits.PutAsync(context, engine, new Edit(ConfigurationCompiler.Name(section), id, body, version), null, ct);
    }

    private static Task<IResult> DeleteAsync(Section section, string id, HttpContext context, Engine engine, CancellationToken ct) =>
        Edits.DeleteAsync(context, engine, ConfigurationCompiler.Name(section), id, ct);
}
