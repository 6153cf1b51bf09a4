using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Keys;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Keys;

/// <summary>The signing keys over the API.</summary>
internal static class KeysEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/keys", ListAsync).Needs(Right.Read).Describe("List the signing keys").Answers<PageAnswer<KeyView>>();
        api.MapPost("/keys/rotate", RotateAsync).Needs(Right.Admin).Describe("Announce the next signing keys").Query("algorithm").Answers<PageAnswer<KeyView>>();
        api.MapPost("/keys/{kid}/revoke", RevokeAsync).Needs(Right.Admin).Describe("Revoke a signing key at once").AnswersNothing();
    }

    private static async Task<Ok<PageAnswer<KeyView>>> ListAsync(Engine engine, CancellationToken ct)
    {
        var (now, keys) = (engine.Time.GetUtcNow(), (await engine.Database.Configuration.ReadAsync(ct)).Keys);
        return TypedResults.Ok(new PageAnswer<KeyView>([.. keys.Select(key => KeyView.Of(key, now))], null));
    }

    /// <summary>Announces the next key of each algorithm that has none announced, or of the one that <c>?algorithm=</c> names.</summary>
    private static async Task<IResult> RotateAsync(string? algorithm, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (algorithm is not null && SigningAlgorithm.All.All(known => known.Name != algorithm))
            return new Problem(ProblemKind.Invalid) { Errors = [new("algorithm", $"must be {string.Join(" or ", SigningAlgorithm.All.Select(known => known.Name))}")] };
        var made = ImmutableArray.CreateBuilder<KeyView>();
        foreach (var one in SigningAlgorithm.All.Where(known => algorithm is null || known.Name == algorithm))
        {
            if (await engine.SigningKeys.RotateAsync(one, context.Caller().Author, CancellationToken.None) is { } key)
                made.Add(KeyView.Of(key, engine.Time.GetUtcNow()));
        }

        await engine.Configurations.RefreshAsync(ct);
        return TypedResults.Ok(new PageAnswer<KeyView>(made.ToImmutable(), null));
    }

    private static async Task<IResult> RevokeAsync(string kid, HttpContext context, Engine engine, CancellationToken ct)
    {
        if (!await engine.SigningKeys.RevokeAsync(kid, context.Caller().Author, CancellationToken.None))
            return new Problem(ProblemKind.NotFound);
        await engine.Configurations.RefreshAsync(ct);
        return TypedResults.NoContent();
    }
}
