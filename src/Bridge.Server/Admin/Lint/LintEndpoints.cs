using System.Collections.Immutable;
using Bridge.Access;
using Bridge.Configuration.Linting;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bridge.Server.Admin.Lint;

/// <summary>What the linter finds in all that is stored.</summary>
internal static class LintEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/lint", FindAsync).Needs(Right.Read).Describe("Look through the whole configuration for what is wrong and what may surprise").Answers<LintAnswer>();

    private static async Task<Ok<LintAnswer>> FindAsync(Engine engine, CancellationToken ct)
    {
        var found = await InstanceLint.FindAsync(engine.Database.Configuration, engine.Compiler, await engine.Database.KnownPathsAsync(ct), ct);
        return TypedResults.Ok(new LintAnswer([.. found.Select(LintFindingView.Of)]));
    }
}

/// <summary>All findings, errors first.</summary>
internal sealed record LintAnswer(ImmutableArray<LintFindingView> Items);

/// <summary>One finding.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Path">Where.</param>
/// <param name="Message">The case at hand.</param>
/// <param name="Explanation">Why it matters.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record LintFindingView(string Severity, string Code, string Path, string Message, string? Explanation, string? Remedy)
{
    public static LintFindingView Of(LintLine line) => new(line.Severity.ToString().ToLowerInvariant(), line.Code, line.Path, line.Message, line.Explanation, line.Remedy);
}
