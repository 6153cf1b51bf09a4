using Bridge.Access;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Access;

/// <summary>API tokens over the API. A bound administrator sees, makes and revokes those within the own reach.</summary>
internal static class TokensEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", ListAsync).Needs(Right.Admin, Over.Own);
        api.MapPost("/tokens", CreateAsync).Needs(Right.Admin, Over.Own);
        api.MapGet("/tokens/{id:guid}", GetAsync).Needs(Right.Admin, Over.Own);
        api.MapDelete("/tokens/{id:guid}", RevokeAsync).Needs(Right.Admin, Over.Own);
        api.MapGet("/caller", GetCaller).Needs(Right.Read, Over.Own);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var all = await engine.Database.ApiTokens.ListAsync(ct);
        return TypedResults.Ok(new { items = all.Where(context.Caller().Oversees).Select(token => TokenView.Of(token)) });
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

    // An administrator of a group neither sees nor revokes what reaches further than they do.
    private static bool Oversees(this Caller caller, ApiToken token) => caller.Reach.Covers(token.Reach.Place);
}
