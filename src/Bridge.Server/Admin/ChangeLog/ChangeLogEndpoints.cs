using System.Globalization;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.History;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.ChangeLog;

/// <summary>Who changed the configuration, when, why and how: the newest first.</summary>
internal static class ChangeLogEndpoints
{
    private static readonly string[] Filters = ["author", "section", "id", "since", "until"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/change_log", ListAsync).Needs(Right.Read).Describe("List changes, the newest first").Paged(Filters).Answers<PageAnswer<ChangeView>>();
        api.MapGet("/change_log/{revision:long}", GetAsync).Needs(Right.Read).Describe("Get the change that made a revision").Answers<ChangeView>().Problems(404);
        api.MapGet("/change_log/{revision:long}/items", ItemsAsync).Needs(Right.Read).Describe("List what a change did to each thing").Paged().Answers<PageAnswer<ChangeItemView>>().Problems(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request, Filters);
        if (page is null)
            return problem!;
        var (filter, before, mistakes) = Read(context.Request, page);
        if (mistakes.Count > 0)
            return new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] };
        var entries = await engine.Database.History.EntriesAsync(filter, before, page.Limit + 1, ct);
        return PageAnswers.Answer(context, page, entries, entry => $"{entry.Revision}", ChangeView.Of);
    }

    private static async Task<IResult> GetAsync(long revision, Engine engine, CancellationToken ct) =>
        await engine.Database.History.EntryAsync(revision, ct) is { } entry ? TypedResults.Ok(ChangeView.Of(entry)) : new Problem(ProblemKind.NotFound);

    private static async Task<IResult> ItemsAsync(long revision, HttpContext context, Engine engine, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request);
        if (page is null)
            return problem!;
        if (await engine.Database.History.EntryAsync(revision, ct) is null)
            return new Problem(ProblemKind.NotFound);
        var from = 0;
        if (page.After is { } after && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from))
            return PageQuery.NoSuchPage;
        var items = await engine.Database.History.ItemsAsync(revision, from, page.Limit + 1, ct);
        return PageAnswers.Answer(context, [.. items.Take(page.Limit).Select(ChangeItemView.Of)], items.Length > page.Limit ? $"{from + page.Limit}" : null);
    }

    private static (ChangeFilter Filter, long? Before, List<Mistake> Mistakes) Read(HttpRequest request, PageQuery page)
    {
        var mistakes = new List<Mistake>();
        long before = 0;
        if (page.After is { } after && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            mistakes.AddRange(PageQuery.NoSuchPage.Errors);
        if (Text("id") is not null && Text("section") is null)
            mistakes.Add(new("section", "is missing: an id is known within its section"));
        return (new ChangeFilter(Text("author"), Text("section"), Text("id"), Time("since"), Time("until")), page.After is null ? null : before, mistakes);

        string? Text(string name) => request.Query[name] is [{ Length: > 0 } text] ? text : null;

        DateTimeOffset? Time(string name) => QueryTime.Read(request, name, mistakes);
    }
}
