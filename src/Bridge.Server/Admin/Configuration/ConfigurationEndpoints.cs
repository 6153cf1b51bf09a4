using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bridge.Access;
using Bridge.Configuration;
using Bridge.Configuration.Applying;
using Bridge.Server.Admin.Access;
using Bridge.Server.Admin.OpenApi;
using Bridge.Server.Admin.Paging;
using Bridge.Server.Admin.Problems;
using Bridge.Server.Apply;
using Bridge.Server.Hosting;

namespace Bridge.Server.Admin.Configuration;

/// <summary>The whole configuration as one file: what <c>bridge export</c> writes and <c>bridge apply</c> reads.</summary>
internal static class ConfigurationEndpoints
{
    private const string YamlType = "application/yaml";

    /// <summary>Longest file, in bytes; it may name a template for each of 100,000 projects.</summary>
    private const int LongestFile = 32 * 1024 * 1024;

    private static readonly string[] Parameters = ["dry_run", "allow_delete", "why"];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/configuration", ExportAsync).Needs(Right.Read).Describe("Export the whole configuration as YAML").AnswersText(YamlType);
        api.MapPost("/configuration", ApplyAsync).Needs(Right.Read).Describe("Apply a file, all or nothing; dry_run=true only says what it would do").Query(Parameters).TakesText(YamlType).Answers<ApplyAnswer>().Problems(403);
    }

    private static async Task<IResult> ExportAsync(Engine engine, CancellationToken ct)
    {
        var text = new StringWriter();
        YamlText.Write(await ExportedFile.ReadAsync(engine.Database.Configuration, ct), text);
        return TypedResults.Text(text.ToString(), YamlType, Encoding.UTF8);
    }

    private static async Task<IResult> ApplyAsync(HttpContext context, Engine engine, CancellationToken ct)
    {
        if (Options(context.Request) is not (var dryRun, var allowDelete, var why, { Count: 0 } mistakes))
            return new Problem(ProblemKind.Invalid) { Errors = [.. Options(context.Request).Mistakes] };
        var (octets, problem) = await RequestBody.ReadAsync(context, YamlType, LongestFile);
        if (octets is null)
            return problem!;
        var document = YamlDocument.Read(Encoding.UTF8.GetString(octets));
        if (document.Root is not { } root)
            return new Problem(ProblemKind.Invalid) { Errors = [.. document.Mistakes] };
        var file = new ApplyFile(root, Convert.ToHexStringLower(SHA256.HashData(octets)));
        var applier = new Applier(engine.Database.Configuration, engine.Compiler, engine.Time);
        var plan = dryRun ? await applier.PlanAsync(file, allowDelete, ct) : await applier.CommitAsync(file, context.Caller(), why, allowDelete, CancellationToken.None);
        if (!plan.Mistakes.IsEmpty)
            return new Problem(ProblemKind.Invalid) { Errors = plan.Mistakes };
        if (!dryRun && context.Caller().Right < plan.Needed)
            return new Problem(ProblemKind.TooLittleRight, $"What this file changes needs a token with the right {plan.Needed.Word()}.");
        if (plan.Written)
            await engine.Configurations.RefreshAsync(ct);
        return TypedResults.Ok(ApplyAnswer.Of(plan));
    }

    private static (bool DryRun, int? AllowDelete, string? Why, List<Mistake> Mistakes) Options(HttpRequest request)
    {
        var mistakes = QueryNames.Unknown(request, Parameters);
        var dryRun = request.Query["dry_run"] is [{ } text] ? text : "false";
        if (dryRun is not ("true" or "false"))
            mistakes.Add(new("dry_run", "must be true or false"));
        int? allowed = null;
        if (request.Query["allow_delete"] is [{ } number])
        {
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                allowed = most;
            else
                mistakes.Add(new("allow_delete", "must be a whole number"));
        }

        return (dryRun == "true", allowed, request.Query["why"] is [{ Length: > 0 } why] ? why : null, mistakes);
    }
}
