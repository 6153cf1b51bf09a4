using System.CommandLine;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.Server.Admin.ChangeLog;
using Bridge.Server.Hosting;
using Bridge.Storage;

namespace Bridge.Server.Commands;

/// <summary><c>bridge history</c>: the versions of one thing, and what differs between two of them.</summary>
internal static class HistoryCommand
{
    private const int Page = 50;

    public static Command Create(CommandContext context)
    {
        var section = new Argument<string>("SECTION") { Description = "The section of the thing: issuers, relying_parties, clients, mappings, sub_components, projects, project_pins, signing_keys" };
        var id = new Argument<string>("ID") { Description = "Its id; of a project ISSUER/PROJECT_ID, of a signing key ALGORITHM/GENERATION" };
        var diff = new Option<int[]>("--diff") { Description = "Print what differs between two versions: --diff 3 5", Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
        var limit = new Option<int>("--limit") { Description = "At most so many versions", DefaultValueFactory = _ => Page };
        var before = new Option<int?>("--before") { Description = "Only versions before this one" };
        var output = OutputFormat.Option();
        var command = new Command("history", "Show the versions of one thing, newest first: who changed it, when, why and how") { section, id, diff, limit, before, output };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var (place, name, json) = (parsed.GetValue(section)!, parsed.GetValue(id)!, parsed.IsJson(output));
            if (parsed.GetValue(diff) is [var one, var other])
                await DiffAsync(context, await VersionAsync(database, place, name, one, ct), await VersionAsync(database, place, name, other, ct), json);
            else
                await ListAsync(context, await database.History.VersionsAsync(place, name, parsed.GetValue(before), Math.Max(parsed.GetValue(limit), 1), ct) is { IsEmpty: false } versions
                    ? versions : throw new CannotRunException($"There is no version of {place}/{name}."), json);
            return 0;
        });
        return command;
    }

    /// <summary>One version.</summary>
    /// <exception cref="CannotRunException">There is none of that number.</exception>
    public static async Task<ThingVersion> VersionAsync(BridgeDatabase database, string section, string id, int version, CancellationToken ct) =>
        await database.History.VersionAsync(section, id, version, ct) ?? throw new CannotRunException($"There is no version {version} of {section}/{id}; see `bridge history {section} {id}`.");

    private static async Task ListAsync(CommandContext context, IEnumerable<ThingVersion> versions, bool json)
    {
        if (json)
        {
            await context.WriteJsonAsync(versions.Select(version => new { version.Item.Version, version.Revision, version.At, version.Author, version.Why, Difference = ChangeText.Of(version.Item), After = OutputFormat.Node(version.Item.After) }));
            return;
        }

        foreach (var version in versions)
        {
            await context.Output.WriteLineAsync($"{version.Item.Version,4}  {version.At:u}  {OutputFormat.OneLine(version.Author)}  {ChangeText.Of(version.Item)}");
            if (version.Why is { } why)
                await context.Output.WriteLineAsync($"      {OutputFormat.OneLine(why)}");
        }
    }

    private static async Task DiffAsync(CommandContext context, ThingVersion one, ThingVersion other, bool json)
    {
        var parts = Difference.Parts(ChangeText.Read(one.Item.After), ChangeText.Read(other.Item.After));
        if (json)
        {
            await context.WriteJsonAsync(parts);
            return;
        }

        foreach (var part in parts)
        {
            await context.Output.WriteLineAsync(part is { Before: null, After: null } ? $"{part.Path}: in another order" : part.Path);
            if (part.Before is { } before)
                await context.Output.WriteLineAsync($"  - {before}");
            if (part.After is { } after)
                await context.Output.WriteLineAsync($"  + {after}");
        }

        if (parts.IsEmpty)
            await context.Output.WriteLineAsync("No difference.");
    }
}
