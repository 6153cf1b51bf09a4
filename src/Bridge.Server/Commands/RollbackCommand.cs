using System.CommandLine;
using Bridge.Configuration.Applying;
using Bridge.Configuration.History;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary>
/// <c>bridge rollback</c>: makes a thing what it was in an earlier version. That is a change like any other: it is checked against
/// all that stands now, and its outcome is the next version.
/// </summary>
internal static class RollbackCommand
{
    public static Command Create(CommandContext context)
    {
        var section = new Argument<string>("SECTION") { Description = "The section of the thing" };
        var id = new Argument<string>("ID") { Description = "Its id" };
        var version = new Argument<int>("VERSION") { Description = "The version, as `bridge history` shows it" };
        var why = new Option<string>("--why") { Description = "Why, in one line; the change log keeps it", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the difference and write nothing" };
        var command = new Command("rollback", "Make a thing what it was in an earlier version; the outcome is its next version") { section, id, version, why, dryRun };
        command.SetAction(async (parsed, ct) =>
        {
            var (place, name, number) = (parsed.GetValue(section)!, parsed.GetValue(id)!, parsed.GetValue(version));
            if (ChangedBy(place) is { } how)
                throw new CannotRunException($"{place} cannot be rolled back: {how}.");
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var content = (await HistoryCommand.VersionAsync(database, place, name, number, ct)).Item.After
                ?? throw new CannotRunException($"Version {number} of {place}/{name} is its deletion; roll back to the one before.");
            return await ApplyCommand.RunAsync(context, database, ApplyFile.Of(place, content), new ApplyOptions(parsed.GetValue(dryRun), parsed.GetValue(why)), ct);
        });
        return command;
    }

    // What is no configuration has versions too, and a file cannot say it.
    private static string? ChangedBy(string section) => section switch
    {
        ChangeItem.SigningKeys => "`bridge keys` makes and revokes keys",
        ChangeItem.Tokens => "`bridge tokens` makes and revokes them",
        ChangeItem.People => "an administrator gives and takes roles on the pages",
        ChangeItem.ProjectPins => "`bridge projects confirm` moves a pin",
        _ => null,
    };
}
