using System.CommandLine;
using Bridge.Server.Hosting;
using Bridge.Storage;

namespace Bridge.Server.Commands;

/// <summary><c>bridge migrate</c>: brings the schema of the database up to this program.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("migrate", "Bring the schema of the database up to this program; stop the servers first and keep a backup");
        command.SetAction((_, ct) => RunAsync(context, ct));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        await using var database = context.OpenDatabase();
        var schema = await database.SchemaAsync(ct);
        if (schema.Status == SchemaStatus.Current)
        {
            await context.Output.WriteLineAsync("The schema is this program's already.");
            return 0;
        }

        if (schema.Status == SchemaStatus.Newer)
            throw new CannotRunException(schema.ToString());
        foreach (var pending in schema.Pending)
            await context.Output.WriteLineAsync($"Applying {pending}");
        await database.MigrateAsync(ct);
        return 0;
    }
}
