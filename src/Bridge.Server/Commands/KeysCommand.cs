using System.CommandLine;
using Bridge.Keys;
using Bridge.Server.Admin.SignIn;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary><c>bridge keys</c>: lists, rotates and revokes signing keys, and changes the key that wraps them.</summary>
internal static class KeysCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("keys", "List, rotate, revoke and rewrap the signing keys");
        command.Add(List(context));
        command.Add(Rotate(context));
        command.Add(Revoke(context));
        command.Add(Rewrap(context));
        return command;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "Show every signing key and where it stands in its life");
        command.SetAction(async (_, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var now = context.Time.GetUtcNow();
            foreach (var key in (await database.Configuration.ReadAsync(ct)).Keys.OrderBy(key => key.Algorithm, StringComparer.Ordinal).ThenBy(key => key.Generation))
                await context.Output.WriteLineAsync($"{key.KeyId}  {key.Algorithm}  generation {key.Generation}  {key.State(now).ToString().ToLowerInvariant()}{Next(key, now)}");
            return 0;
        });
        return command;
    }

    private static Command Rotate(CommandContext context)
    {
        var algorithm = new Option<string>("--algorithm") { Description = "Only this one: RS256 or ES256" };
        algorithm.AcceptOnlyFromAmong([.. SigningAlgorithm.All.Select(known => known.Name)]);
        var command = new Command("rotate", "Announce the next signing key of each algorithm; it takes over when relying parties had time to fetch it") { algorithm };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var rotated = SigningAlgorithm.All.Where(known => parsed.GetValue(algorithm) is not { } one || known.Name == one);
            foreach (var one in rotated)
            {
                var made = await context.KeyManagement(database).RotateAsync(one, context.Author, ct);
                await context.Output.WriteLineAsync(made is null
                    ? $"{one.Name}: the next key is announced already; see `bridge keys list`."
                    : $"{one.Name}: announced {made.KeyId}, active from {made.ActiveAt:u}");
            }

            return 0;
        });
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        var keyId = new Argument<string>("KID") { Description = "The kid, as `bridge keys list` shows it" };
        var command = new Command("revoke", "Take a key out of the published set at once; tokens that it signed stop being good where the set is fetched anew") { keyId };
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            var kid = parsed.GetValue(keyId)!;
            if (!await context.KeyManagement(database).RevokeAsync(kid, context.Author, ct))
                throw new CannotRunException($"There is no key {kid} that could be revoked; see `bridge keys list`.");
            await context.Output.WriteLineAsync($"Revoked {kid}.");
            return 0;
        });
        return command;
    }

    // The new key stands before the old one until every row is wrapped by it: whenever this is cut off, all rows can be
    // read, and running it again ends it.
    private static Command Rewrap(CommandContext context)
    {
        var command = new Command("rewrap", "Change the key-encryption key and wrap every signing key, and the keys of sessions, by the new one");
        command.SetAction(async (_, ct) =>
        {
            await using var database = await context.OpenCurrentDatabaseAsync(ct);
            // Before the file is changed: with a wrong one there is nothing to change.
            await context.CheckEncryptionKeyAsync(database, ct);
            var path = context.Settings.Keys.EncryptionKeyFile;
            KeyEncryptionFile.AddKey(path);
            await context.KeyManagement(database).RewrapAsync(context.Author, ct);
            var encryption = context.ReadEncryptionKey();
            await database.ProtectionKeys.RewrapAsync((name, wrapped) => encryption.Wrap(encryption.Unwrap(wrapped, ProtectionKeyRepository.Row(name)), ProtectionKeyRepository.Row(name)), ct);
            KeyEncryptionFile.DropOldKeys(path);
            await context.Output.WriteLineAsync($"Every signing key is wrapped by a new key in {path}. Copy the file to every other node before it is started again, and to the backup.");
            return 0;
        });
        return command;
    }

    private static string Next(StoredKey key, DateTimeOffset now) => key.State(now) switch
    {
        KeyState.Announced => $", active from {key.ActiveAt:u}",
        KeyState.Active when key.RetiredAt is { } retired => $", retires {retired:u}",
        KeyState.Retired when key.RemovedAt is { } removed => $", removed {removed:u}",
        KeyState.Revoked => $" {key.RevokedAt:u}",
        _ => "",
    };
}
