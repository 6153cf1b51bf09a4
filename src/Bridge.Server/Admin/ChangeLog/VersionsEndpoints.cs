using System.Collections.Immutable;
using System.Globalization;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>The versions of single things, also of those that are gone: the newest first.</summary>
internal static class VersionsEndpoints
{
    /// <summary>Maps them below the things of a section.</summary>
    public static void Map(IEndpointRouteBuilder things, string section, Over over)
    {
        things.MapGet("/{id}/versions", (string id, HttpContext context, Engine engine, CancellationToken ct) => ListAsync(section, id, context, engine, ct))
            .Needs(Right.Read, over).Describe($"List the versions of one of {section}").Paged().Answers<PageAnswer<VersionView>>().Problems(404);
        things.MapGet("/{id}/versions/{version:int}", (string id, int version, HttpContext context, Engine engine, CancellationToken ct) => GetAsync(section, id, version, context, engine, ct))
            .Needs(Right.Read, over).Describe($"Get one version of one of {section}").Answers<VersionView>().Problems(404);
    }

    private static async Task<IResult> ListAsync(string section, string id, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request);
        if (page is null)
            return problem!;
        var before = 0;
        if (page.After is { } after && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return PageQuery.NoSuchPage;
        var versions = await engine.Database.History.VersionsAsync(section, id, page.After is null ? null : before, page.Limit + 1, ct);
        var seen = ImmutableArray.CreateBuilder<VersionView>();
        foreach (var version in versions.Take(page.Limit))
        {
            if (await context.Caller().SeesAsync(engine, version, ct))
                seen.Add(VersionView.Of(version));
        }

        return seen.Count == 0 && page.After is null
            ? new Problem(ProblemKind.NotFound)
            : PageAnswers.Answer(context, seen.ToImmutable(), versions.Length > page.Limit ? $"{versions[page.Limit - 1].Item.Version}" : null);
    }

    private static async Task<IResult> GetAsync(string section, string id, int version, HttpContext context, Engine engine, CancellationToken ct) =>
        await engine.Database.History.VersionAsync(section, id, version, ct) is { } found && await context.Caller().SeesAsync(engine, found, ct)
            ? TypedResults.Ok(VersionView.Of(found))
            : new Problem(ProblemKind.NotFound);
}
