using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bridge.Configuration.History;

namespace Bridge.Server.Commands;

/// <summary><c>bridge log</c>: the change log, newest first.</summary>
internal static class LogCommand
{
    private const int Page = 20;

    public static Command Create(CommandContext context)
    {
        var author = new Option<string>("--author") { Description = "Only changes of this author" };
        var section = new Option<string>("--section") { Description = "Only changes of things of this section" };
        var id = new Option<string>("--id") { Description = "With --section, only changes of this thing" };
        var since = Time("--since", "Only changes of this time and later");
        var until = Time("--until", "Only changes before this time");
        var limit = new Option<int>("--limit") { Description = "At most so many changes", DefaultValueFactory = _ => Page };
        var before = new Option<long?>("--before") { Description = "Only changes before this revision" };
        var output = OutputFormat.Option();
        var command = new Command("log", "Show who changed the configuration, when, why and how, newest first") { author, section, id, since, until, limit, before, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(id) is not null && result.GetValue(section) is null)
                result.AddError("--id needs --section.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var filter = new ChangeFilter(parsed.GetValue(author), parsed.GetValue(section), parsed.GetValue(id), parsed.GetValue(since), parsed.GetValue(until));
            var entries = await database.History.EntriesAsync(filter, parsed.GetValue(before), Math.Max(parsed.GetValue(limit), 1), ct);
            await (parsed.IsJson(output) ? context.WriteJsonAsync(entries.Select(Json)) : WriteAsync(context, entries));
            return 0;
        });
        return command;
    }

    private static object Json(ChangeEntry entry) => new
    {
        entry.Revision,
        entry.At,
        entry.Author,
        entry.Why,
        entry.FileHash,
        Difference = entry.Difference.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Warnings = entry.ReadWarnings(),
        entry.PreviousHash,
        entry.Hash,
    };

    private static async Task WriteAsync(CommandContext context, IEnumerable<ChangeEntry> entries)
    {
        foreach (var entry in entries)
        {
            await context.Output.WriteLineAsync($"{entry.Revision,6}  {entry.At:u}  {OutputFormat.OneLine(entry.Author)}");
            if (entry.Why is { } why)
                await context.Output.WriteLineAsync($"        {OutputFormat.OneLine(why)}");
            foreach (var line in entry.Difference.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                await context.Output.WriteLineAsync($"        {OutputFormat.OneLine(line)}");
            foreach (var warning in entry.ReadWarnings())
                await context.Output.WriteLineAsync($"        warning: {OutputFormat.OneLine($"{warning}")}");
        }
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name) { Description = $"{description}; UTC where it names no offset", CustomParser = Parse };

    private static DateTimeOffset? Parse(ArgumentResult result)
    {
        if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        result.AddError($"{result.Tokens[0].Value} is no time, such as 2026-07-01T12:00Z.");
        return null;
    }
}
