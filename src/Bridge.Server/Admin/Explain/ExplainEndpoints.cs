using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Problems;

namespace Bridge.Server.Admin.Explain;

/// <summary>Says over the API what a token or a recorded exchange comes to now, and under a draft.</summary>
internal static class ExplainEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/explain", ExplainAsync).Needs(Right.Read, Over.Own).Describe("Say, check by check, what a token or a recorded exchange comes to").Takes(BodySchemas.Explain).Answers<ExplainAnswer>().Problems(403, 404);

    private static async Task<IResult> ExplainAsync(HttpContext context, Explainer explainer, CancellationToken ct)
    {
        var (body, problem) = await JsonBody.ReadAsync(context);
        if (body is null)
            return problem!;
        if (ExplainQuestion.Read(body, out var mistakes) is not { } question)
            return new Problem(ProblemKind.Invalid) { Errors = mistakes };
        return await explainer.ExplainAsync(question, context.Caller(), ct) switch
        {
            Explained.Done done => TypedResults.Ok(ExplainAnswer.Of(done.Comparison)),
            Explained.Mistaken mistaken => new Problem(ProblemKind.Invalid) { Errors = mistaken.Mistakes },
            Explained.Undecided undecided => new Problem(ProblemKind.Invalid) { Errors = [new("exchange", $"cannot be decided again: {undecided.Why}")] },
            Explained.NoDraftForBound => new Problem(ProblemKind.TooLittleRight, "A draft is of the whole configuration, and this token is bound."),
            _ => new Problem(ProblemKind.NotFound),
        };
    }
}
