using System.Text.Json;
using Bridge.Access;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Hosting;
using Bridge.Storage.Records;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Admin.Exchanges;

/// <summary>The records of exchanges over the API, the newest first.</summary>
internal static class ExchangesEndpoints
{
    private const int LinesAtOnce = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/exchanges", ListAsync).Needs(Right.Read, Over.Own).Describe("List exchanges, the newest first").Paged(ExchangeQuery.Filters).Answers<SearchAnswer<ExchangeView>>().Problems(404);
        api.MapGet("/exchanges/export", ExportAsync).Needs(Right.Read, Over.Own).Describe("Export exchanges, one JSON object a line").Query(ExchangeQuery.Filters).AnswersText("application/jsonl").Problems(404);
        api.MapGet("/exchanges/{id:guid}", GetAsync).Needs(Right.Read, Over.Own).Describe("Get one exchange").Answers<ExchangeView>().Problems(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, Engine engine, Places places, CancellationToken ct)
    {
        var (page, problem) = PageQuery.Read(context.Request, ExchangeQuery.Filters);
        if (page is null)
            return problem!;
        Guid before = default;
        if (page.After is { } after && !Guid.TryParse(after, out before))
            return PageQuery.NoSuchPage;
        (var sought, problem) = await SoughtAsync(context, places, ct);
        if (sought is null)
            return problem!;
        var found = await engine.Database.ExchangePages.ReadAsync(sought, page.After is null ? null : before, newer: false, page.Limit, ct);
        return PageAnswers.Answer(context, [.. found.Items.Select(ExchangeView.Of)], found.Older?.ToString(), found.LookedTo);
    }

    /// <summary>All of them, one JSON object a line, written as they are read.</summary>
    private static async Task<IResult> ExportAsync(HttpContext context, Engine engine, Places places, IOptions<JsonOptions> json, CancellationToken ct)
    {
        if (QueryNames.Unknown(context.Request, ExchangeQuery.Filters) is { Count: > 0 } mistakes)
            return new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] };
        var (sought, problem) = await SoughtAsync(context, places, ct);
        return sought is null ? problem! : TypedResults.Stream(body => WriteAsync(body, engine.Database.ExchangePages.AllAsync(sought, ct), json.Value.SerializerOptions, ct), "application/jsonl");
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext context, Engine engine, Places places, CancellationToken ct) =>
        await engine.Database.Exchanges.FindAsync(id, ct) is { } record && await SeesAsync(context.Caller(), places, record.Issuer, record.ProjectId, ct)
            ? TypedResults.Ok(ExchangeView.Of(record))
            : new Problem(ProblemKind.NotFound);

    private static async Task<(ExchangeSought?, Problem?)> SoughtAsync(HttpContext context, Places places, CancellationToken ct)
    {
        var (sought, problem) = ExchangeQuery.Read(context);
        return sought?.Filter is null or { Within: not null, ProjectId: null } || await SeesAsync(context.Caller(), places, sought.Filter.Issuer, sought.Filter.ProjectId, ct) ? (sought, problem) : (null, new Problem(ProblemKind.NotFound));
    }

    private static async Task<bool> SeesAsync(Caller caller, Places places, string? issuer, string? project, CancellationToken ct) =>
        !caller.Reach.IsBound || issuer is not null && project is not null && await places.ProjectAsync(issuer, project, ct) is { } place && caller.May(Right.Read, place);

    private static async Task WriteAsync(Stream body, IAsyncEnumerable<Bridge.Records.ExchangeRecord> records, JsonSerializerOptions options, CancellationToken ct)
    {
        var lines = 0;
        await foreach (var record in records)
        {
            await body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(ExchangeView.Of(record), options), ct);
            await body.WriteAsync("\n"u8.ToArray(), ct);
            if (++lines % LinesAtOnce == 0)
                await body.FlushAsync(ct);
        }
    }
}
