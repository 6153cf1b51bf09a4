using System.CommandLine;
using System.Text;
using Bridge.Configuration.Applying;
using Bridge.Server.Apply;
using Bridge.Server.Commands.Remote;
using Bridge.Server.Hosting;

namespace Bridge.Server.Commands;

/// <summary><c>bridge export</c>: the whole configuration as the YAML that <c>bridge apply</c> reads.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it, or - for standard output (the default)", DefaultValueFactory = _ => "-" };
        var server = ServerOption.Create();
        var command = new Command("export", "Write the whole configuration as the YAML that `bridge apply` reads; signing keys are no part of it") { file, server };
        command.SetAction(async (parsed, ct) =>
        {
            using var remote = parsed.Server(server, context);
            var text = remote is null ? await LocalAsync(context, ct) : await RemoteAsync(remote, ct);
            if (parsed.GetValue(file) is { } path and not "-")
                await WriteAsync(path, text, ct);
            else
                await context.Output.WriteAsync(text);
            return 0;
        });
        return command;
    }

    private static async Task<string> LocalAsync(CommandContext context, CancellationToken ct)
    {
        await using var database = await context.OpenCurrentDatabaseAsync(ct);
        await using var text = new StringWriter();
        YamlText.Write(await ExportedFile.ReadAsync(database.Configuration, ct), text);
        return text.ToString();
    }

    private static async Task<string> RemoteAsync(RemoteServer server, CancellationToken ct)
    {
        using var response = await server.SendAsync(HttpMethod.Get, "configuration", null, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    // Beside it first, so that a file that is there stays whole until the new one is.
    private static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var beside = path + ".new";
        try
        {
            await File.WriteAllTextAsync(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), ct);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotRunException($"{path} cannot be written: {e.Message}");
        }
        finally
        {
            Remove(beside);
        }
    }

    private static void Remove(string beside)
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Why it could not be written is what is told.
        }
    }
}
