using System.CommandLine;
using Bridge.Keys;
using Bridge.Server.Hosting;
using Bridge.Storage;

namespace Bridge.Server.Commands;

/// <summary><c>bridge init</c>: makes the key-encryption key, the schema and the first signing keys, each only where there is none.</summary>
internal static class InitCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("init", "Make the key-encryption key, the database and the first signing keys; what exists stays as it is");
        command.SetAction((_, ct) => RunAsync(context, ct));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken ct)
    {
        await using var database = context.OpenDatabase();
        if ((await database.SchemaAsync(ct)).Status == SchemaStatus.Missing)
        {
            await database.MigrateAsync(ct);
            await context.Output.WriteLineAsync($"Made the database: {context.Settings.Storage.Path ?? "the schema on PostgreSQL"}");
        }
        else if (await Schema.MistakeAsync(database, ct) is { } mistake)
        {
            throw new CannotRunException(mistake);
        }

        await MakeEncryptionKeyAsync(context, database, ct);
        await context.CheckEncryptionKeyAsync(database, ct);
        var made = await context.KeyManagement(database).InitializeAsync(context.Author, ct);
        foreach (var key in made)
            await context.Output.WriteLineAsync($"Made the first signing key for {key.Algorithm}: {key.KeyId}");
        if (made.IsEmpty)
            await context.Output.WriteLineAsync("The signing keys are there already.");
        return 0;
    }

    // A new key-encryption key beside signing keys that another one wrapped would help nobody and hide what is wrong.
    private static async Task MakeEncryptionKeyAsync(CommandContext context, BridgeDatabase database, CancellationToken ct)
    {
        var path = context.Settings.Keys.EncryptionKeyFile;
        if (File.Exists(path))
            return;
        if (!(await database.Configuration.ReadAsync(ct)).Keys.IsEmpty)
            throw new CannotRunException($"The database has signing keys, and there is no key-encryption key file {path}: copy the file from another node of this Bridge, or from its backup.");
        try
        {
            KeyEncryptionFile.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"The key-encryption key file {path} cannot be made: {e.Message}");
        }

        await context.Output.WriteLineAsync($"Made the key-encryption key: {path}. Keep a copy apart from the database; without it the signing keys are lost.");
    }
}
