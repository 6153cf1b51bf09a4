using Bridge.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Access;

/// <summary>API tokens over the API. A bound administrator sees, makes and revokes those within the own reach.</summary>
internal static class TokensEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", ListAsync).Needs(Right.Admin, Over.Own).Describe("List API tokens").Paged().Answers<PageAnswer<TokenView>>();
        api.MapPost("/tokens", CreateAsync).Needs(Right.Admin, Over.Own).Describe("Make an API token, which is shown once").Takes(BodySchemas.NewToken).Answers<TokenView>(201);
        api.MapGet("/tokens/{id:guid}", GetAsync).Needs(Right.Admin, Over.Own).Describe("Get an API token").Answers<TokenView>().Problems(404);
        api.MapDelete("/tokens/{id:guid}", RevokeAsync).Needs(Right.Admin, Over.Own).Describe("Revoke an API token").AnswersNothing().Problems(404);
        api.MapGet("/caller", GetCaller).Needs(Right.Read, Over.Own).Describe("Say who calls").Answers<CallerView>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request);
        if (page is null)
            return problem!;
        Guid before = default;
        if (page.After is { } after && !Guid.TryParse(after, out before))
            return PageQuery.NoSuchPage;
        var tokens = await engine.Database.ApiTokens.ListAsync(page.After is null ? null : before, page.Limit + 1, ct);
        return PageAnswers.Answer(
            context,
            [.. tokens.Take(page.Limit).Where(context.Caller().Oversees).Select(token => TokenView.Of(token))],
            tokens.Length > page.Limit ? $"{tokens[page.Limit - 1].Id}" : null);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return problem!;
        var issuers = (await engine.Configurations.RefreshAsync(ct)).Issuers.Select(issuer => issuer.Id);
        if (TokenDraft.Read(body, issuers, out var mistakes) is not { } draft)
            return new Problem(ProblemKind.Invalid) { Errors = mistakes };
        if (await TokenIssuance.IssueAsync(engine.Database, draft, context.Caller(), engine.Time, ct) is not { } issued)
            return new Problem(ProblemKind.TooLittleRight, "Nobody makes a token with more than they have.");
        return TypedResults.Created($"/api/v1/tokens/{issued.Token.Id}", TokenView.Of(issued.Token, issued.Text));
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext context, Engine engine, CancellationToken ct) =>
        await FindAsync(id, context, engine, ct) is { } token ? TypedResults.Ok(TokenView.Of(token)) : new Problem(ProblemKind.NotFound);

    private static async Task<IResult> RevokeAsync(Guid id, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (await FindAsync(id, context, engine, ct) is null)
            return new Problem(ProblemKind.NotFound);
        await engine.Database.ApiTokens.RevokeAsync(id, context.Caller().Author, ct);
        return TypedResults.NoContent();
    }

    private static Ok<CallerView> GetCaller(HttpContext context) => TypedResults.Ok(CallerView.Of(context.Caller()));

    private static async Task<ApiToken?> FindAsync(Guid id, HttpContext context, Engine engine, CancellationToken ct) =>
        await engine.Database.ApiTokens.FindAsync(id, ct) is { } token && context.Caller().Oversees(token) ? token : null;
}
