using System.Globalization;
using System.Text;
using System.Text.Json;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Apply;
using Bridge.Server.Commands;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Impact;

/// <summary>
/// Says who would get what else if a file were applied, by the recorded exchanges. A run may take minutes: the answer is JSON
/// Lines, <c>{"progress":…}</c> once in a while and <c>{"result":…}</c> at the end. One that ends without a result failed.
/// </summary>
internal static class ImpactEndpoints
{
    private const int LongestFile = 32 * 1024 * 1024;
    private const int MostDays = 36_500;

    private static readonly string[] Parameters = ["days", "groups"];
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/impact", RunAsync).Needs(Right.Read).Describe("Say who would get what else if a file were applied, by recorded exchanges; progress and result as JSON lines").Query(Parameters).TakesText("application/yaml").AnswersText("application/jsonl");

    private static async Task<IResult> RunAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        var mistakes = QueryNames.Unknown(context.Request, Parameters);
        var (days, groups) = (Number(context.Request, "days", 30, 1, MostDays, mistakes), Number(context.Request, "groups", 50, 0, 10_000, mistakes));
        if (mistakes.Count > 0)
            return new Problem(ProblemKind.Invalid) { Errors = [.. mistakes] };
        var (octets, problem) = await RequestBody.ReadAsync(context, "application/yaml", LongestFile);
        if (octets is null)
            return problem!;
        var document = YamlDocument.Read(Encoding.UTF8.GetString(octets));
        if (document.Root is not { } root)
            return new Problem(ProblemKind.Invalid) { Errors = [.. document.Mistakes] };
        var keys = (await engine.Configurations.RefreshAsync(ct)).Keys;
        var (plan, draft) = await new Applier(engine.Database.Configuration, engine.Compiler, engine.Time).DraftAsync(new ApplyFile(root, null), keys, ct);
        return draft is null ? new Problem(ProblemKind.Invalid) { Errors = plan.Mistakes } : TypedResults.Stream(body => WriteAsync(body, engine, draft, days, groups, ct), "application/jsonl");
    }

    private static async Task WriteAsync(Stream body, Engine engine, Draft draft, int days, int groups, CancellationToken ct)
    {
        var (until, began) = (engine.Time.GetUtcNow(), engine.Time.GetTimestamp());
        var since = until.AddDays(-days);
        var (records, at) = (0L, since);
        var run = engine.DryRun.ImpactAsync(engine.Database.PastExchanges.SinceAsync(since, ct), draft, (count, moment) => (records, at) = (count, moment), ct);
        while (await Task.WhenAny(run, Task.Delay(Between, ct)) != run)
            await LineAsync(body, writer =>
            {
                writer.WriteStartObject("progress");
                writer.WriteNumber("exchanges", records);
                writer.WriteString("at", at);
                writer.WriteNumber("share", Math.Round(Math.Clamp((at - since) / (until - since), 0, 1), 3));
                writer.WriteEndObject();
            }, ct);
        var report = new ImpactReport(await run, since, until, engine.Time.GetElapsedTime(began), groups);
        await LineAsync(body, writer =>
        {
            writer.WritePropertyName("result");
            ImpactJson.Write(writer, report);
        }, ct);
    }

    private static async Task LineAsync(Stream body, Action<Utf8JsonWriter> write, CancellationToken ct)
    {
        await using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
            await writer.FlushAsync(ct);
        }

        await body.WriteAsync("\n"u8.ToArray(), ct);
        await body.FlushAsync(ct);
    }

    private static int Number(HttpRequest request, string name, int usual, int least, int most, List<Mistake> mistakes)
    {
        if (request.Query[name] is not [{ } text])
            return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        mistakes.Add(new(name, $"must be a whole number from {least} to {most}"));
        return usual;
    }
}
