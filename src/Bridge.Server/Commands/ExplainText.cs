using System.Text.Json;
using Bridge.Exchange;
using Bridge.Server.Admin.Explain;

namespace Bridge.Server.Commands;

/// <summary>Writes for people what a request comes to: each check, where the template came from, the decision, the claims, and what a draft would change.</summary>
internal static class ExplainText
{
    private const int Label = -21;

    public static async Task WriteAsync(TextWriter output, ExplainAnswer answer)
    {
        foreach (var check in Enum.GetValues<Check>())
            await SayAsync(output, check, Of(answer.InForce, check), answer.Draft is { } side ? Of(side, check) : null);
        await output.WriteLineAsync();
        await SayTemplatesAsync(output, "Templates of the job, the nearest first:", answer.InForce);
        if (answer.Draft is not { } draft)
        {
            await SayDecisionAsync(output, answer.InForce);
            return;
        }

        await SayTemplatesAsync(output, "Under the draft:", draft);
        await output.WriteLineAsync($"In force  {Decision(answer.InForce)}");
        await output.WriteLineAsync($"Draft     {Decision(draft)}");
        await output.WriteLineAsync();
        await SayChangesAsync(output, answer);
    }

    // The subject is checked twice: which template counts, and what it renders.
    private static List<CheckView> Of(SideView side, Check check) => [.. side.Checks.Where(view => view.Check == CheckView.Word(check))];

    private static async Task SayAsync(TextWriter output, Check check, List<CheckView> inForce, List<CheckView>? draft)
    {
        for (var place = 0; place < Math.Max(1, Math.Max(inForce.Count, draft?.Count ?? 0)); place++)
        {
            var now = inForce.ElementAtOrDefault(place);
            await SayAsync(output, CheckView.Word(check).Replace('_', ' '), check, now);
            if (draft?.ElementAtOrDefault(place) is var then && draft is not null && then != now)
                await SayAsync(output, "  draft", check, then);
        }
    }

    private static async Task SayAsync(TextWriter output, string label, Check check, CheckView? view)
    {
        await output.WriteLineAsync($"{label,Label}{Verdict(check, view)}");
        if (view?.Note is { } note)
            await output.WriteLineAsync($"{"",Label}         {Printable.Of(note)}");
        if (view is null or { Expected: null, Actual: null })
            return;
        await output.WriteLineAsync($"{"",Label}expected {Printable.Of(view.Expected ?? "-")}");
        await output.WriteLineAsync($"{"",Label}actual   {Printable.Of(view.Actual ?? "absent")}");
    }

    private static string Verdict(Check check, CheckView? view) => view switch
    {
        null => check == Check.IssuerLimiter ? "-        not part of explaining" : "-        not reached",
        { Passed: false } => $"REFUSED  {view.Description}",
        _ => $"passed   {Printable.Of(view.Found)}",
    };

    private static async Task SayTemplatesAsync(TextWriter output, string title, SideView side)
    {
        if (side.Templates is not { } templates)
            return;
        await output.WriteLineAsync(title);
        foreach (var (scope, template, inForce, why) in templates)
            await output.WriteLineAsync($"{(inForce ? '*' : ' ')} {Printable.Of(scope),Label}{Printable.Of(template)}: {Printable.Of(why)}");
        await output.WriteLineAsync();
    }

    private static async Task SayDecisionAsync(TextWriter output, SideView side)
    {
        await output.WriteLineAsync(side.Claims is null ? $"Refused: {side.Reason}" : "Granted. The token would carry:");
        if (side.Claims is { } claims)
            await output.WriteLineAsync(JsonSerializer.Serialize(claims, OutputFormat.Json));
    }

    private static string Decision(SideView side) => side.Granted ? $"granted  {Printable.Of(side.Subject)}" : $"refused  {side.Reason}";

    private static async Task SayChangesAsync(TextWriter output, ExplainAnswer answer)
    {
        if (!answer.Changes)
        {
            await output.WriteLineAsync("The draft changes nothing here.");
            return;
        }

        var width = answer.Claims.Select(change => change.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var (name, before, after) in answer.Claims)
        {
            var sign = before is null ? "+" : after is null ? "-" : "~";
            await output.WriteLineAsync($"{sign} {Printable.Of(name).PadRight(width)}  {Printable.Of(before ?? after)}");
            if (sign == "~")
                await output.WriteLineAsync($"{new string(' ', width)}  → {Printable.Of(after)}");
        }
    }
}
