using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.ChangeLog;
using Bridge.Server.Admin.Definitions;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Bridge.Storage.Configuration;
using Bridge.Subjects;

namespace Bridge.Server.Admin.Subjects;

/// <summary>
/// The sub components of every level over the API. A bound caller sees and changes those of the own project or group; to put
/// one for another place is to put one that is not there.
/// </summary>
internal static class SubComponentsEndpoints
{
    private static readonly string[] Filters = ["level", "issuer", "group", "project_id", "relying_party"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/sub_components", ListAsync).Needs(Right.Read, Over.Own).Describe("List sub components of every level").Paged(Filters).Answers<PageAnswer<ThingView>>();
        api.MapGet("/sub_components/{id}", GetAsync).Needs(Right.Read, Over.Own).Describe("Get sub components").Answers<ThingView>().Problems(404);
        api.MapPut("/sub_components/{id}", PutAsync).Needs(Right.Write, Over.Own).Describe("Make or change sub components").Edits().Takes(BodySchemas.Definition).Answers<ThingView>().Answers<ThingView>(201);
        api.MapDelete("/sub_components/{id}", DeleteAsync).Needs(Right.Write, Over.Own).Describe("Delete sub components").Edits().AnswersNothing();
        VersionsEndpoints.Map(api.MapGroup($"/{Edit.SubComponents}"), Edit.SubComponents, Over.Own);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request, Filters);
        if (page is null)
            return problem!;
        if (FilterOf(context) is not { } filter)
            return new Problem(ProblemKind.Invalid) { Errors = [new("level", "must be instance, issuer, group or project")] };
        return PageAnswers.Answer(context, page, await engine.Database.Things.ListTemplatesAsync(filter, page.After, page.Limit + 1, ct), template => template.Id, ThingView.Of);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (await engine.Database.Things.FindTemplateAsync(id, ct) is not { } template || !await SeesAsync(context.Caller(), engine, template, ct))
            return new Problem(ProblemKind.NotFound);
        context.Response.Headers.ETag = Precondition.Tag(template.Version);
        return TypedResults.Ok(ThingView.Of(template));
    }

    private static async Task<IResult> PutAsync(string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (version, problem) = Precondition.Read(context.Request);
        if (problem is not null)
            return problem;
        (var body, problem) = await DefinitionBody.ReadAsync(context, id);
        return body is null ? problem! : await Edits.PutAsync(context, engine, new Edit(Edit.SubComponents, id, body, version), null, ct);
    }

    private static Task<IResult> DeleteAsync(string id, HttpContext context, Engine engine, CancellationToken ct) =>
        Edits.DeleteAsync(context, engine, Edit.SubComponents, id, ct);

    private static TemplateFilter? FilterOf(HttpContext context)
    {
        var query = context.Request.Query;
        TemplateLevel? level = null;
        if (query["level"] is [{ } word])
        {
            level = Enum.GetValues<TemplateLevel>().Cast<TemplateLevel?>().FirstOrDefault(one => string.Equals(one!.Value.ToString(), word, StringComparison.OrdinalIgnoreCase));
            if (level is null)
                return null;
        }

        return new TemplateFilter(level, Of("issuer"), Of("group"), Of("project_id"), Of("relying_party"), context.Caller().Reach);

        string? Of(string name) => query[name] is [{ Length: > 0 } text] ? text : null;
    }

    private static async Task<bool> SeesAsync(Caller caller, Engine engine, SubTemplate template, CancellationToken ct) =>
        !caller.Reach.IsBound || caller.May(Right.Read, await TemplatePlace.OfAsync(engine.Database.Configuration, template, ct));
}
