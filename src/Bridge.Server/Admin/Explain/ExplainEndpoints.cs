using Bridge.Access;
using Bridge.Configuration.Applying;
using Bridge.DryRuns;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Explain;

/// <summary>
/// Says, check by check, what a token or a recorded exchange comes to now, and under a draft. Nothing is stored. A bound caller is
/// told of jobs of the own project or group alone, and drafts nothing, for a draft is of the whole configuration.
/// </summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/explain", ExplainAsync).Needs(Right.Read, Over.Own).Describe("Say, check by check, what a token or a recorded exchange comes to").Takes(BodySchemas.Explain).Answers<ExplainAnswer>().Problems(403, 404);

    private static async Task<IResult> ExplainAsync(HttpContext context, Engine engine, Places places, CancellationToken ct)
    {
        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return problem!;
        if (ExplainQuestion.Read(body, out var mistakes) is not { } question)
            return new Problem(ProblemKind.Invalid) { Errors = mistakes };
        if (question.Draft is not null && context.Caller().Reach.IsBound)
            return new Problem(ProblemKind.TooLittleRight, "A draft is of the whole configuration, and this token is bound.");
        var (draft, mistaken) = await DraftAsync(engine, question, ct);
        if (mistaken is not null)
            return mistaken;
        var (comparison, why) = await CompareAsync(engine, question, draft, ct);
        // Of a record that cannot be decided nobody knows whose it is, so a bound caller is not told that it is there.
        if (why is not null && !context.Caller().Reach.IsBound)
            return new Problem(ProblemKind.Invalid) { Errors = [new("exchange", $"cannot be decided again: {why}")] };
        return comparison is not null && await SeesAsync(context.Caller(), places, comparison, ct) ? TypedResults.Ok(ExplainAnswer.Of(comparison)) : new Problem(ProblemKind.NotFound);
    }

    private static async Task<(Comparison? Comparison, Undecidable? Why)> CompareAsync(Engine engine, ExplainQuestion question, Draft? draft, CancellationToken ct)
    {
        if (question.Request is { } request)
            return (await engine.DryRun.ExplainAsync(request, draft, ct), null);
        return await engine.Database.PastExchanges.FindAsync(question.Exchange!.Value, ct) is { } record ? await engine.DryRun.ExplainAsync(record, draft, ct) : (null, null);
    }

    private static async Task<(Draft? Draft, Problem? Problem)> DraftAsync(Engine engine, ExplainQuestion question, CancellationToken ct)
    {
        if (question.Draft is not { } content)
            return (null, null);
        var keys = (await engine.Configurations.RefreshAsync(ct)).Keys;
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time).DraftAsync(new ApplyFile(content, null), keys, ct);
        return draft is null ? (null, new Problem(ProblemKind.Invalid) { Errors = plan.Mistakes }) : (draft, null);
    }

    // Whose job it is, is known once its token's claims hold; before that it is nobody's.
    private static async Task<bool> SeesAsync(Caller caller, Places places, Comparison comparison, CancellationToken ct) =>
        !caller.Reach.IsBound || comparison.InForce.Trail.Facts is { } facts && await places.ProjectAsync(facts.Issuer.Id, facts.ProjectId, ct) is { } place && caller.May(Right.Read, place);
}
