using System.Text.Json;
using Bridge.DryRuns;
using Bridge.Exchange;
using Bridge.Refusals;

namespace Bridge.Server.Commands;

/// <summary>Writes for people what a request comes to: each check, the decision, the claims, and what a draft would change.</summary>
internal static class ComparisonText
{
    private const int Label = -21;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it, and says how the command ends.</summary>
    public static async Task<int> SayAsync(TextWriter output, Comparison comparison)
    {
        foreach (var (check, inForce, draft) in comparison.Checks)
        {
            await SayAsync(output, Words(check), check, inForce);
            if (comparison.Draft is not null && Differ(inForce, draft))
                await SayAsync(output, "  draft", check, draft);
        }

        await output.WriteLineAsync();
        if (comparison.Draft is not { } drafted)
            return await SayDecisionAsync(output, comparison.InForce);
        await output.WriteLineAsync($"In force  {Decision(comparison.InForce)}");
        await output.WriteLineAsync($"Draft     {Decision(drafted)}");
        await SayChangesAsync(output, comparison);
        return comparison.Changes ? ApplyCommand.Different : drafted.Refused is null ? 0 : CommandLine.Failed;
    }

    private static bool Differ(CheckOutcome? inForce, CheckOutcome? draft) => inForce != draft;

    private static async Task SayAsync(TextWriter output, string label, Check check, CheckOutcome? outcome)
    {
        await output.WriteLineAsync($"{label,Label}{Verdict(check, outcome)}");
        if (outcome?.Note is { } note)
            await output.WriteLineAsync($"{"",Label}         {Printable.Of(note)}");
        if (outcome?.Refused is not { } refused || (refused.Expected is null && refused.Actual is null))
            return;
        await output.WriteLineAsync($"{"",Label}expected {Printable.Of(refused.Expected ?? "-")}");
        await output.WriteLineAsync($"{"",Label}actual   {Printable.Of(refused.Actual ?? "absent")}");
    }

    private static string Verdict(Check check, CheckOutcome? outcome) => outcome switch
    {
        null => check == Check.IssuerLimiter ? "-        not part of explaining" : "-        not reached",
        { Refused: { } refused } => $"REFUSED  {RefusalAnswer.To(refused, Visibility.Exact).Description}",
        _ => $"passed   {Printable.Of(outcome.Found)}",
    };

    private static async Task<int> SayDecisionAsync(TextWriter output, Explanation explanation)
    {
        if (explanation.Claims is not { } claims)
        {
            await output.WriteLineAsync($"Refused: {RefusalTable.Of(explanation.Refused!.Reason).Code}");
            return CommandLine.Failed;
        }

        using var document = JsonDocument.Parse(claims);
        await output.WriteLineAsync("Granted. The token would carry:");
        await output.WriteLineAsync(JsonSerializer.Serialize(document, Indented));
        return 0;
    }

    private static string Decision(Explanation explanation) =>
        explanation.Refused is { } refused ? $"refused  {RefusalTable.Of(refused.Reason).Code}" : $"granted  {Printable.Of(explanation.Trail.Subject)}";

    private static async Task SayChangesAsync(TextWriter output, Comparison comparison)
    {
        await output.WriteLineAsync();
        if (!comparison.Changes)
        {
            await output.WriteLineAsync("The draft changes nothing here.");
            return;
        }

        var width = comparison.Claims.Select(change => change.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var (name, before, after) in comparison.Claims)
        {
            var sign = before is null ? "+" : after is null ? "-" : "~";
            await output.WriteLineAsync($"{sign} {Printable.Of(name).PadRight(width)}  {Printable.Of(before ?? after)}");
            if (sign == "~")
                await output.WriteLineAsync($"{new string(' ', width)}  → {Printable.Of(after)}");
        }
    }

    private static string Words(Check check) => JsonNamingPolicy.KebabCaseLower.ConvertName(check.ToString()).Replace('-', ' ');
}
